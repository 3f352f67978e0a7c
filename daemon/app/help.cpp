#include "app/command_line.hpp"

namespace sasyncd {

std::string help_text() {
    return R"(sasyncd keeps PostgreSQL true to the malicious image files that Alibaba Cloud Security Center lists.

Usage: sasyncd COMMAND [OPTION...]

Commands:
  run                      sweep on schedule until told to stop (what the service does)
  sync                     one sweep now, with a table of sources at its end; where a daemon leads the account, it
                           is asked to sweep, and this waits for it (at most schedule.timeout)
       --dry-run           the same, but nothing is written: what would open, change and close, counted in rows.
                           Takes no lease, and needs SELECT only
       --record DIR        also keep what the API answered in DIR, which is new or empty: for auditors and bug reports.
                           Holds findings, paths and image names, but no credentials and no signed links
  replay DIR...            from such recordings, in their order, into the empty database of the settings: the same
                           tables each time. Needs neither network nor credentials
  check                    settings, credentials, each site, database: ok, or what to do
       --print-settings    show the settings in force, secrets as ***
       --accept-account    from now on the credentials' account is the right one
  migrate                  bring the database schema up to date
       --print             show the SQL instead
  release SOURCE           let a source close what the fuse holds open: the next sweep asks the API for each of
                           these rows, and closes those that are really gone. Asks for confirmation
  retire SOURCE            close all findings of a source that is in the settings no more, for a day at least, with
                           reason source_retired, which counts as no remediation. Asks for confirmation
       --reason TEXT       of both: why, for the record (table sasync.action)
       --yes               do not ask
  status [--json]          each source: freshness, last walk, open findings, health
  report                   the state of all accounts and what became of them, in few lines: what is old, open, new, closed
       --html FILE         as one page for a manager or an auditor, for a screen or paper; - writes it to standard output
       --since WHEN        the period: 30d (the default), 12h, or a UTC day such as 2026-10-01
  quarantine list [SOURCE] rows of the API that could not be stored, and why; they leave by themselves when they
                           come good
       --all               those that are gone too
  quarantine show ID       one of them, whole; ID as the list shows it, or its begin
       --json              of both: for programs
  verify                   do the tables follow from each other? Fingerprints from columns, findings from occurrences,
                           episodes and days from events, closings from certificates; each difference is named. Needs
                           SELECT only
       --repair            write anew what follows from the rest; where a daemon leads the account, stop it first
       --api               and read all pages once, as sync --dry-run does: each row that the tables do not have so
  grant READER             let a database role that exists, and can log in, read the views of schema sas. Run as a member
                           of sasyncd_owner; from the next query on
       --account NAME      of this account only, besides those that it sees; once for each account, by name or id
       --all               of all accounts, those to come too
  revoke READER            take from a role what grant gave it
       --account NAME      this account only; once for each
  schema                   the views, columns and functions of schema sas, and what each of them is
       --markdown          as a document: the data dictionary

Options:
  --config FILE            default /etc/sasyncd/sasyncd.yaml
  --log-level LEVEL        trace, debug, info, warn, error, critical, off
  --help, --version

Examples:
  sasyncd check --config sasyncd.yaml      is everything in place?
  sasyncd sync --dry-run                   what would a sweep change?
  sasyncd sync                             fetch once, and see what came
  sasyncd migrate --print | psql           let a DBA apply the schema
  sasyncd verify --api                     is what the database says true?
  sasyncd report --html report.html        a page for those who have no dashboard
  sasyncd grant anna --account prod        who sees what
  sasyncd release prod/china --reason "registry cleaned up, ticket 4711"

Exit status: 0 done; 64 usage; 65 no such source, id, account or reader, verify found differences, or a recording that
could not be replayed as it was; 69 database or API unavailable; 70 internal error; 73 no recording could be begun, or
the report not be written; 74 the recording ends too early; 75 try again (a walk was not whole, something is held,
another process did not answer in time); 77 no permission; 78 settings.
status: 0 healthy, 75 stale, held, or not on record yet, 69 no database.
)";
}

}  // namespace sasyncd
