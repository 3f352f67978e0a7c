#!/usr/bin/env bash
# Trouble of every kind with the API: nothing that lives is closed or lost, no walk is reported whole that did not read
# to the end, sync ends with the right status and says where it went wrong and what to do; and once the trouble is
# over, the next sync makes up for it.
# Usage: faults.sh SASYNCD SIMULATOR [REGEX]: all cases, or those whose names match.
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$here/common.sh" "$@"
# shellcheck source-path=SCRIPTDIR source=faults_lib.sh
. "$here/faults_lib.sh"

begin_with_truth 21

# 1. Every code of the API. -----------------------------------------------------------------------------------------
# It comes at every try of page 3: how often is the page tried, how does it all end, and what is the operator told?
while IFS='|' read -r code http calls exit verdict told; do
    fault "$code, at each try of page 3" attempts=2 calls="$calls" exit="$exit" verdict="$verdict" \
        says="page 3|$code|HTTP $http|$told" \
        "$(at_page "{\"code\":\"$code\",\"http\":$http,\"access_denied_detail\":true}" 3)"
done <<'END'
Throttling|400|2|75|partial
Throttling.User|400|2|75|partial
Throttling.Api|429|2|75|partial
Rejected.Throttling|400|2|75|partial
AnyThrottlingAtAll|400|2|75|partial
ServiceUnavailable|503|2|75|partial
InternalError|500|2|75|partial
UnknownError|500|2|75|partial
ServerError|500|2|75|partial
SignatureNonceUsed|400|2|75|partial
SignatureDoesNotMatch|400|1|77|refused|check the access key secret
IncompleteSignature|403|1|77|refused|check the access key secret
NoPermission|403|1|77|refused|allow the RAM action yundun-sas:DescribeAffectedMaliciousFileImages|ImplicitDeny
Forbidden.RAM|403|1|77|refused|allow the RAM action
Forbidden|403|1|77|refused|allow the RAM action
FreeVersionNotPermit|400|1|77|refused|edition
InvalidPageSize|400|1|75|partial
InvalidParameter|400|1|75|partial
MissingCurrentPage|400|1|75|partial
InvalidTimeStamp.Format|400|1|75|partial
UnsupportedHTTPMethod|400|1|75|partial
NeverHeardOf.It|400|1|75|partial
NeverHeardOf.It|500|2|75|partial
END

# What can be mended is tried once more; faults of the keys, the clock and the settings come at every call.
# What may be meant for the size of the page is asked once more, with the one that the API documents.
while IFS='|' read -r code http calls exit verdict told; do
    fault "$code, everywhere" attempts=4 calls="$calls" exit="$exit" verdict="$verdict" \
        says="page 1|$code|HTTP $http|$told" "$(everywhere "{\"code\":\"$code\",\"http\":$http}")"
done <<'END'
InvalidTimeStamp.Expired|400|2|77|refused|clock
InvalidSecurityToken.Expired|400|2|77|refused|security token
InvalidSecurityToken.MismatchWithAccessKey|400|2|77|refused|security token
InvalidSecurityToken.Malformed|400|2|77|refused|security token
MissingSecurityToken|400|2|77|refused|security token
InvalidAccessKeyId.NotFound|404|2|77|refused|access key
InvalidAccessKeyId.Inactive|400|2|77|refused|access key
Forbidden.AccessKeyDisabled|403|2|77|refused|access key
InvalidApi.NotFound|404|2|78|partial|endpoints
InvalidProduct.NotFound|404|2|78|partial|endpoints
InvalidRegion.NotFound|404|2|78|partial|endpoints
InvalidProtocol.NeedSsl|404|2|78|partial|endpoints
InvalidParameter|400|2|78|partial
END

# Each page stumbles once, over something else: the walk is whole.
once() { printf '{"site":"china","match":{"page":%s,%s},"times":1,"fault":%s}' "$2" "$walk_alone" "$1"; }
fault "each page throttled or broken once" attempts=2 "[
    $(once '{"code":"Throttling.User","retry_after_ms":20}' 1), $(once '{"code":"ServiceUnavailable","http":503}' 2),
    $(once '{"code":"InternalError","http":500}' 3), $(once '{"kind":"reset"}' 4),
    $(once '{"code":"SignatureNonceUsed"}' 5), $(once '{"kind":"html","http":502}' 6)]"
fault "a page refused once, of what can be mended" attempts=2 "[
    $(once '{"code":"InvalidSecurityToken.Expired"}' 1), $(once '{"code":"InvalidAccessKeyId.NotFound","http":404}' 4)]"
fault "each page misread once" attempts=2 "[
    $(once '{"kind":"html"}' 1), $(once '{"kind":"cut_json"}' 2), $(once '{"kind":"wrong_page_echo"}' 3),
    $(once '{"kind":"no_array"}' 4), $(once '{"kind":"no_page_info"}' 5), $(once '{"kind":"truncated"}' 6)]"
fault "each page empty once" "[
    $(once '{"kind":"empty_page"}' 1), $(once '{"kind":"empty_page"}' 2), $(once '{"kind":"empty_page"}' 4)]"
fault "the server asks to wait, whatever the code" attempts=2 \
    "$(at_page '{"code":"NoPermission","http":403,"retry_after_ms":30}' 3 '"times":1')"
fault "as long as it asks" attempts=2 least=900 \
    "$(at_page '{"code":"Throttling.User","retry_after_ms":900}' 3 '"times":1')"
fault "the server asks to wait in no number" attempts=2 calls=1 exit=77 verdict=refused says='page 3|NoPermission' \
    "$(at_page '{"code":"NoPermission","http":403,"retry_after":"soon"}' 3)"
fault "the server's clock is an hour ahead" attempts=2 set='{"clock_offset_s":3600}' '[]'
fault "the server's clock is two days behind" attempts=3 set='{"clock_offset_s":-172800}' exit=77 verdict=refused \
    says='page 1|InvalidTimeStamp.Expired|clock' '[]'

# 2. Answers that are none. -----------------------------------------------------------------------------------------
while IFS='|' read -r label exit verdict told body; do
    fault "$label" exit="$exit" verdict="$verdict" says="page 3|${told//;/|}" "$(at_page "$body" 3)"
done <<'END'
HTML with status 200|75|partial|web page|{"kind":"html"}
HTML with status 502|75|partial|HTTP 502|{"kind":"html","http":502}
an empty 504|75|partial|HTTP 504|{"code":"x","http":504,"style":"empty"}
an empty 429|75|partial|HTTP 429|{"code":"x","http":429,"style":"empty"}
an HTML 403|75|partial|HTTP 403;web page|{"code":"x","http":403,"style":"html"}
a code in a 200|75|partial|InternalError|{"code":"InternalError","http":200}
a refusal in a 200|77|refused|NoPermission|{"code":"NoPermission","http":200}
a refusal in a 200, in lower case|77|refused|NoPermission|{"code":"NoPermission","http":200,"style":"json-lower"}
an XML error|75|partial|InternalError|{"code":"InternalError","http":500,"style":"xml"}
an XML refusal|77|refused|NoPermission|{"code":"NoPermission","http":403,"style":"xml"}
an XML error in a 200|75|partial|ServiceUnavailable|{"code":"ServiceUnavailable","http":200,"style":"xml"}
an empty body|75|partial|empty|{"kind":"raw_body","body":""}
an empty object|75|partial|PageInfo|{"kind":"raw_body","body":"{}"}
an array|75|partial||{"kind":"raw_body","body":"[]"}
null|75|partial||{"kind":"raw_body","body":"null"}
binary bytes|75|partial||{"kind":"raw_body","body":"\u0000\u0001\u0002"}
cut JSON|75|partial|JSON|{"kind":"cut_json"}
no PageInfo|75|partial|PageInfo|{"kind":"no_page_info"}
no array|75|partial|array|{"kind":"no_array"}
another page's number|75|partial|answered as page 4|{"kind":"wrong_page_echo"}
END

# 3. Connections. ---------------------------------------------------------------------------------------------------
while IFS='|' read -r label told id body; do
    fault "$label" exit=75 verdict=partial says="page 3|$told" id="$id" "$(at_page "$body" 3)"
done <<'END'
compressed, though nobody asked|gzip|no|{"kind":"gzip"}
said to be compressed|gzip|no|{"kind":"gzip","fake":true}
a truncated body|closed the connection|no|{"kind":"truncated"}
a truncated body, at its first byte|closed the connection|no|{"kind":"truncated","bytes":1}
an endless body|larger than allowed|no|{"kind":"endless"}
a trickle|took too long|no|{"kind":"trickle"}
a reset connection|connection|no|{"kind":"reset"}
a closed connection|connection|no|{"kind":"close"}
a stall before the answer|took too long|no|{"kind":"stall","where":"before"}
a stall in the headers|took too long|no|{"kind":"stall","where":"headers"}
a stall in the body|took too long|no|{"kind":"stall","where":"body"}
a flood of headers|header|no|{"kind":"header_flood"}
an oversized body|larger than allowed|no|{"kind":"oversized","bytes":3000000}
END
fault "everything stalls" calls=1 exit=75 verdict=partial says='page 1|took too long' id=no \
    "$(everywhere '{"kind":"stall"}')"
fault "connections refused at the second try" attempts=2 exit=69 verdict=partial id=no \
    says='page 1|connecting to 127.0.0.1|refused' "$(at_page '{"kind":"refuse","ms":1000}' 1)"
fault "connections refused in mid-walk" attempts=2 exit='69|75' verdict=partial says='page' id=no \
    "$(at_page '{"kind":"refuse","ms":1000}' 3)"
fault "nobody listens" exit=69 verdict=partial says='page 1|connecting to 127.0.0.1:1|refused' id=no \
    edit='s,^  china: .*,  china: https://127.0.0.1:1,' '[]'
fault "a host without a name" exit=69 verdict=partial says='page 1|no-such-host.invalid' id=no \
    edit='s,^  china: .*,  china: https://no-such-host.invalid,' '[]'
fault "each page slow" "$(everywhere '{"kind":"delay","ms":20}')"
fault "each connection closed after its answer" "$(everywhere '{"kind":"connection_close"}')"

# 4. Paging. --------------------------------------------------------------------------------------------------------
fault "the same page for ever" exit=75 verdict=partial says='page' "$(from_page '{"kind":"same_page"}' 2)"
fault "a page that brings another one's rows, once" attempts=2 "$(at_page '{"kind":"same_page"}' 3 '"times":1')"
# Empty against their own promise, pages are out of reach: what they hold is read in pieces.
fault "an empty middle page" "$(at_page '{"kind":"empty_page"}' 3)"
fault "an empty first page" "$(at_page '{"kind":"empty_page"}' 1)"
fault "empty from page 3 on" "$(from_page '{"kind":"empty_page"}' 3)"
fault "empty from page 3 on, of pieces too" exit=75 verdict=partial says='page|empty' \
    '[{"site":"china","match":{"page":{"from":3},"PageSize":"50"},"fault":{"kind":"empty_page"}},
      {"site":"china","match":{"Levels":"*"},"fault":{"kind":"empty_page","total":50}},
      {"site":"china","match":{"MaliciousMd5":"*"},"fault":{"kind":"empty_page","total":50}}]'
fault "an empty middle page that promises nothing" exit=75 verdict=partial says='page 3|empty' \
    "$(at_page '{"kind":"empty_page","total":0}' 3)"
fault "TotalCount too small" "$(from_page '{"kind":"total","value":10}' 1)"
fault "TotalCount zero" "$(from_page '{"kind":"total","value":0}' 1)"
fault "TotalCount too large" exit=75 verdict=partial says='page|empty' "$(from_page '{"kind":"total","value":4000}' 1)"
fault "TotalCount of the last page too large" exit=75 verdict=partial says='page|empty' \
    "$(from_page '{"kind":"total","add":400}' 6)"
fault "TotalCount below zero" exit=75 verdict=partial says='page 1|TotalCount' \
    "$(from_page '{"kind":"total","value":-1}' 1)"
fault "TotalCount changing" "$(from_page '{"kind":"total","values":[90,260,0,250,1]}' 1)"
fault "TotalCount counts images" set='{"total":"images"}' '[]'
fault "TotalCount everywhere zero, regions too" "$(everywhere '{"kind":"total","value":0}')"
fault "deep pages refused" set='{"deep_rows":100}' '[]'
fault "deep pages empty" set='{"deep_rows":100,"deep_answer":"empty"}' '[]'
fault "pages of fewer rows than before" set='{"page_cap":20}' '[]'
fault "pages of the default size instead" set='{"page_cap":30,"over_cap":"default"}' '[]'
fault "a smaller cap, its error" set='{"page_cap":20,"over_cap":"error"}' '[]'
fault "a cap below any size that is documented, its error" exit=78 verdict=partial says='page 1' \
    set='{"page_cap":10,"over_cap":"error"}' '[]'
fault "the list is shuffled in mid-walk" verdict=any \
    '[{"site":"china","match":{"page":3},"nth":1,"mutate":[{"op":"shuffle","seed":5}]}]'
fault "rows kept back" verdict=any "$(from_page '{"kind":"drop_rows","count":2}' 1)"
fault "rows told twice" "$(from_page '{"kind":"duplicate_rows","count":7}' 1)"
fault "the wrapped shape" "$(everywhere '{"kind":"wrapped"}')"
fault "numbers as text" "$(everywhere '{"kind":"numbers_as_text"}')"

fault "a sweep that takes longer than it may" exit=75 verdict=partial says='schedule.timeout' id=no within=3 \
    set='{"latency_ms":250}' edit='s/timeout: 20s/timeout: 1s/; s/in_flight: 4/in_flight: 1/' '[]'

# 5. Regions. -------------------------------------------------------------------------------------------------------
region() { printf '[{"site":"china","match":{"RepoRegionId":"%s"},"fault":%s}]' "$1" "$2"; }
fault "a region is refused as invalid" "$(region ap-south-1 '{"code":"InvalidParameter"}')"
fault "regions are throttled for ever" "$(region '*' '{"code":"Throttling.User"}')"
fault "regions answer HTML" "$(region '*' '{"kind":"html"}')"
fault "regions answer with rows of others" "$(region '*' '{"kind":"filter_ignored"}')"
fault "the region filter is not honoured" set='{"ignored_filters":["RepoRegionId"]}' '[]'
fault "regions promise too much" "$(region '*' '{"kind":"total","add":5}')"

# 6. Questions. -----------------------------------------------------------------------------------------------------
# Rows vanished, and of those that live the walk was kept from some: both kinds are asked for, while questions fail.
# No living row may close, whatever the answers are; those that vanished may wait.
hidden='[{"site":"china","match":{"MaliciousMd5":null,"PageSize":"50"},"fault":{"kind":"drop_rows"}}]'
asked() {
    printf '%s,{"site":"china","match":{"MaliciousMd5":"*"},"fault":%s%s}]' "${hidden%]}" "$1" "${2:+,$2}"
}
while IFS='|' read -r label body when; do
    fault "questions: $label" exit='0|75|77' verdict=any id=no remedy=no remove=4 "$(asked "$body" "$when")"
done <<'END'
all is well|{"kind":"none"}
throttled for ever|{"code":"Throttling.User"}
a server fault for ever|{"code":"InternalError","http":500}
refused|{"code":"NoPermission","http":403}
rejected|{"code":"InvalidParameter"}
HTML|{"kind":"html"}
an empty body|{"kind":"raw_body","body":""}
cut JSON|{"kind":"cut_json"}
no PageInfo|{"kind":"no_page_info"}
no array|{"kind":"no_array"}
another page's number|{"kind":"wrong_page_echo"}
reset|{"kind":"reset"}
stalled|{"kind":"stall"}
stalled in the body|{"kind":"stall","where":"body"}
empty, though they promise rows|{"kind":"empty_page"}
empty, and they promise none|{"kind":"empty_page","total":0}
empty, but for the first|{"kind":"empty_page","total":0}|"skip":1
rows of other files|{"kind":"filter_ignored"}
a row without a MaliciousMd5|{"kind":"no_md5"}
a TotalCount of zero|{"kind":"total","value":0}
a TotalCount that changes|{"kind":"total","values":[3,1,7]}
one in two refused|{"code":"NoPermission","http":403}|"probability":0.5,"seed":3
one in two HTML|{"kind":"html"}|"probability":0.5,"seed":5
one in two of other files|{"kind":"filter_ignored"}|"probability":0.5,"seed":7
page 1 for every page|{"kind":"same_page"}
rows told twice|{"kind":"duplicate_rows","count":3}
END
fault "questions: MaliciousMd5 is not honoured" verdict=any remove=4 \
    set='{"ignored_filters":["MaliciousMd5"]}' "$hidden"
fault "questions: MaliciousMd5 in lower case only" verdict=any remove=4 set='{"md5_ignores_case":false}' "$hidden"
fault "questions: long answers cut by a smaller cap" exit='0|75' verdict=any remove=4 \
    set='{"page_cap":5,"total":"images"}' "$hidden"
fault "questions: a cap, and TotalCount always 1" exit='0|75' verdict=any remove=4 \
    set='{"page_cap":5,"total":"forced","total_values":[1]}' "$hidden"
fault "questions: the slices fail" exit='0|75|77' verdict=any id=no remedy=no remove=4 \
    '[{"site":"china","match":{"Status":"*"},"fault":{"code":"InternalError","http":500}},
      {"site":"china","match":{"ScanRange.1":"*"},"fault":{"kind":"html"}}]'
fault "questions: the slices promise more than all" exit='0|75' verdict=any id=no remedy=no remove=4 \
    '[{"site":"china","match":{"Status":"*"},"fault":{"kind":"total","add":100}}]'
fault "questions: more than the walk shows" exit='0|75' verdict=any remove=4 set='{"hidden_statuses":["3"]}' '[]'
fault "questions: the list moves while it is asked" exit='0|75' verdict=any remove=4 \
    '[{"site":"china","match":{"MaliciousMd5":"*"},"mutate":[{"op":"shuffle","seed":9}]}]'

# 7. Rows. ----------------------------------------------------------------------------------------------------------
# One bad row never costs its page.
for kind in '"no_md5"' '"wrong_type"' '"wrong_type","field":"FilePath"' '"wrong_type","field":"Status"' \
    '"wrong_type","field":"LatestScanTimestamp"' '"invalid_utf8","field":"InstanceName"' \
    '"nul_in_text","field":"InstanceName"' '"lone_surrogate","field":"InstanceName"' '"huge_number"' \
    '"huge_number","field":"Status"' '"absurd_times"' '"deep_json"' '"unknown_fields","all_rows":true' \
    '"set_field","field":"Level","value":"\"catastrophic\"","all_rows":true' '"set_field","field":"Status","value":7' \
    '"set_field","field":"Level","value":"\"x\\u0027; DROP TABLE sasync.finding; --\\u001b[31m\""' \
    '"null_fields","field":"HighLight","all_rows":true' '"null_fields","field":"LatestScanTimestamp"' \
    '"null_fields","all_rows":true' '"unknown_enums"' '"invalid_utf8"' '"nul_in_text"' '"lone_surrogate"' \
    '"huge_path"'; do
    fault "a row with $kind" exact=no "$(at_page "{\"kind\":$kind}" 3)"
done
huge="{\"kind\":\"set_field\",\"field\":\"InstanceName\",\"value\":\"\\\"$(printf '%0100000d' 7)\\\"\"}"
printf '%s' "$(at_page "$huge" 3)" >"$work/huge.json"
fault "a row with a text of 100 kB" exact=no "@$work/huge.json"

# 8. Whose credentials are these? -----------------------------------------------------------------------------------
# What is on record for the same key holds while STS cannot be asked; a refusal is a refusal.
sts() { printf '[{"site":"sts","fault":%s}]' "$1"; }
for kind in '"error","code":"ServiceUnavailable","http":503' '"html"' '"stall"' '"reset"' '"raw_body","body":"{}"'; do
    fault "STS: $kind" "$(sts "{\"kind\":$kind}")"
done
fault "STS away" edit='s,^  sts: .*,  sts: https://127.0.0.1:1,' '[]'
fault "STS refuses the key" exit=77 verdict=none other=none says='STS|InvalidAccessKeyId.NotFound|access key' \
    "$(sts '{"code":"InvalidAccessKeyId.NotFound","http":404}')"
fault "STS refuses the signature" exit=77 verdict=none other=none says='STS|SignatureDoesNotMatch|secret' \
    "$(sts '{"code":"SignatureDoesNotMatch","http":400}')"

# 9. Both sites at once. --------------------------------------------------------------------------------------------
both() { printf '[{"action":"DescribeAffectedMaliciousFileImages","fault":%s}]' "$1"; }
fault "both sites refuse" exit=77 verdict=refused other=refused says='page 1|NoPermission' \
    "$(both '{"code":"NoPermission","http":403}')"
fault "both sites down" exit=75 verdict=partial other=partial says='page 1|ServiceUnavailable' \
    "$(both '{"code":"ServiceUnavailable","http":503}')"
fault "one refuses, one is down: the gravest counts" exit=77 verdict=refused other=partial says='page 1|NoPermission' \
    '[{"site":"china","fault":{"code":"NoPermission","http":403}},
      {"site":"international","fault":{"code":"ServiceUnavailable","http":503}}]'

events_replay_to_tables
report_cases
