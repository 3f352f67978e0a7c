#!/usr/bin/env bash
# Every fault of the API × the place where it strikes. In each cell some rows have vanished, and the walk is kept from
# some that live, so that questions are asked. After it nothing that lives is lost or closed, whatever sync says of it;
# and once the fault is gone, one sync makes the tables equal to the truth.
# Usage: matrix.sh SASYNCD SIMULATOR [all|REGEX]: one cell in eleven, all of them, or those whose names match.
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$here/common.sh" "$@"
# shellcheck source-path=SCRIPTDIR source=faults_lib.sh
. "$here/faults_lib.sh"

wanted=${3:-some}
only=''
[[ $wanted == all || $wanted == some ]] || only=$wanted

begin_with_truth 33 'enrich: {every: 1s}'

# Where: name | what a call there matches | which of those calls.
places() {
    cat <<'END'
the first page|"page":1,WALK|
a middle page|"page":3,WALK|
the last page|"page":6,WALK|
past the end|"page":{"from":7},WALK|
a region|"RepoRegionId":"*","MaliciousMd5":null|
a slice|"Status":"*","MaliciousMd5":null|
the first control|"MaliciousMd5":"*"|,"times":1
one question|"MaliciousMd5":"*"|,"skip":7,"times":1
later questions|"MaliciousMd5":"*"|,"skip":5
every question|"MaliciousMd5":"*"|
the names|"page":{"from":1}|,"action":"DescribeGroupedMaliciousFiles"
later names|"page":{"from":2}|,"action":"DescribeGroupedMaliciousFiles"
one call in three|"page":{"from":1}|,"probability":0.33,"seed":SEED
END
}

# What: name | the fault.
faults() {
    local code http
    while IFS='|' read -r code http; do
        printf '%s|{"code":"%s","http":%s}\n' "$code" "$code" "$http"
    done <<'END'
Throttling|400
Throttling.User|400
Throttling.Api|429
Rejected.Throttling|400
ServiceUnavailable|503
InternalError|500
UnknownError|500
ServerError|500
SignatureNonceUsed|400
InvalidTimeStamp.Expired|400
InvalidSecurityToken.Expired|400
InvalidSecurityToken.MismatchWithAccessKey|400
InvalidSecurityToken.Malformed|400
MissingSecurityToken|400
InvalidAccessKeyId.NotFound|404
InvalidAccessKeyId.Inactive|400
Forbidden.AccessKeyDisabled|403
SignatureDoesNotMatch|400
IncompleteSignature|403
NoPermission|403
Forbidden.RAM|403
Forbidden|403
FreeVersionNotPermit|400
InvalidApi.NotFound|404
InvalidProduct.NotFound|404
InvalidRegion.NotFound|404
InvalidProtocol.NeedSsl|404
InvalidParameter|400
MissingCurrentPage|400
InvalidTimeStamp.Format|400
UnsupportedHTTPMethod|400
NeverHeardOf.It|400
END
    cat <<'END'
asked to wait|{"code":"NeverHeardOf.It","http":400,"retry_after_ms":20}
a code in a 200|{"code":"InternalError","http":200}
an XML error|{"code":"InternalError","http":500,"style":"xml"}
an empty 504|{"code":"x","http":504,"style":"empty"}
HTML with status 200|{"kind":"html"}
HTML with status 502|{"kind":"html","http":502}
an empty body|{"kind":"raw_body","body":""}
an empty object|{"kind":"raw_body","body":"{}"}
null|{"kind":"raw_body","body":"null"}
cut JSON|{"kind":"cut_json"}
no PageInfo|{"kind":"no_page_info"}
no array|{"kind":"no_array"}
another page's number|{"kind":"wrong_page_echo"}
compressed|{"kind":"gzip"}
a truncated body|{"kind":"truncated"}
a reset connection|{"kind":"reset"}
a closed connection|{"kind":"close"}
a closing connection|{"kind":"connection_close"}
a stall|{"kind":"stall"}
a stall in the body|{"kind":"stall","where":"body"}
a flood of headers|{"kind":"header_flood"}
an oversized body|{"kind":"oversized","bytes":3000000}
page 1 for every page|{"kind":"same_page"}
no rows against its own promise|{"kind":"empty_page"}
no rows and no promise|{"kind":"empty_page","total":0}
a row kept back|{"kind":"drop_rows"}
rows told twice|{"kind":"duplicate_rows","count":3}
TotalCount 0|{"kind":"total","value":0}
TotalCount too large|{"kind":"total","add":40}
TotalCount changing|{"kind":"total","values":[3,1,7,260,0]}
rows of others|{"kind":"filter_ignored"}
the wrapped shape|{"kind":"wrapped"}
numbers as text|{"kind":"numbers_as_text"}
a row without MaliciousMd5|{"kind":"no_md5"}
a key of a wrong type|{"kind":"wrong_type"}
invalid UTF-8|{"kind":"invalid_utf8","field":"InstanceName"}
a huge number|{"kind":"huge_number"}
absurd times|{"kind":"absurd_times"}
deep nesting|{"kind":"deep_json"}
END
}

# Those that live and that page 2 does not show.
kept_back="{\"site\":\"china\",\"match\":{\"page\":2,$walk_alone},\"fault\":{\"kind\":\"drop_rows\",\"count\":2}}"

cells=0
while IFS='|' read -r what body <&3; do
    while IFS='|' read -r where match times <&4; do
        cells=$((cells + 1))
        [[ $wanted != some ]] || [ $((cells % 11)) = 0 ] || continue
        # A row that a site keeps back from the walk and from every answer cannot be told from one that is gone.
        [[ $what != "a row kept back" || $match == *WALK* ]] || continue
        match=${match/WALK/$walk_alone}
        # Nothing depends on names.
        exits='0|69|75|77|78'
        [[ $where != *names ]] || exits=0
        fault "$what at $where" attempts=2 exit="$exits" verdict=any other=any id=no remedy=no remove=2 within=40 \
            "[$kept_back,{\"site\":\"china\",\"match\":{$match},\"fault\":$body${times/SEED/$cells}}]"
    done 4< <(places)
done 3< <(faults)

printf '%s cells in all\n' "$cells"
events_replay_to_tables
report_cases
