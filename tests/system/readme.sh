#!/usr/bin/env bash
# The questions of README.md, each put to a database that three sweeps filled, are answered as it says there; dates,
# request ids and ages apart, which differ each time. `RENEW_ANSWERS=1` writes the answers anew.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
# shellcheck source-path=SCRIPTDIR source=questions_lib.sh
. "$(dirname "$0")/questions_lib.sh"
readme=$(cd "$(dirname "$0")/../.." && pwd)/README.md
start_simulator --rows 3000 --seed 7
write_settings
set_section freshness '{limit: 1h}'
sync_once 0
images=$(sql --command="SELECT json_agg(image_uuid ORDER BY image_uuid) FROM
  (SELECT DISTINCT image_uuid FROM sas.occurrence WHERE site = 'china' AND length(image_uuid) = 32 ORDER BY 1 LIMIT 3) AS t")
control POST "/mutate?site=china" "[{\"op\":\"remove\",\"where\":{\"ImageUuid\":$images},\"all\":true},
  {\"op\":\"rescan\",\"count\":40,\"seed\":2},{\"op\":\"add\",\"count\":3,\"seed\":5}]" >/dev/null
sync_once 0
control POST "/mutate?site=china" '{"op":"reopen","count":2}' >/dev/null
sync_once 0

ask_all "$readme" 5
printf 'ok\n'
