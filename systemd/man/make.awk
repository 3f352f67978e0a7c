# awk -v version=V -v docdir=D -v datadir=D -v help=help.cpp -v settings=sasyncd.yaml -f make.awk PAGE.in
#
# Fills in a manual page: what the program itself says stands in it as it is, so that the two cannot differ.

# Text that roff takes for nothing but text.
function plain(text) {
    gsub(/\\/, "\\e", text)
    gsub(/-/, "\\-", text)
    gsub(/'/, "\\(aq", text)
    gsub(/`/, "\\(ga", text)
    gsub(/\^/, "\\(ha", text)
    gsub(/~/, "\\(ti", text)
    gsub(/—/, "\\(em", text)
    return text ~ /^\./ ? "\\&" text : text
}

# The two columns of the help become tagged paragraphs; what has no second column stays as it is.
function print_help(file,    line, is_inside) {
    while ((getline line < file) > 0) {
        if (is_inside && line ~ /^\)"/) break
        if (is_inside && line !~ /^Usage:/) print_help_line(line)
        if (line ~ /R"\(/) is_inside = 1
    }
    close(file)
    if (!is_inside) { print "no help text in " file > "/dev/stderr"; exit 1 }
}

function print_help_line(line,    indent) {
    match(line, /^ */)
    indent = RLENGTH
    if (line == "") {
        nest(0)
        end_literal()
    } else if (line ~ /^[A-Z][a-z ]*:$/) {
        section = substr(line, 1, length(line) - 1)
        print ".SH " toupper(section)
    } else if (line ~ /^Exit status:/) {
        section = "Exit status"
        print ".SH EXIT STATUS"
        print plain(substr(line, length("Exit status: ") + 1))
    } else if (section == "Examples") {
        if (!is_literal) print ".EX"
        is_literal = 1
        print plain(substr(line, indent + 1))
    } else if (indent > 0 && indent < 9) {
        print_entry(substr(line, indent + 1), section == "Commands" && indent > 2)
    } else {
        print plain(substr(line, indent + 1))
    }
}

function end_literal() {
    if (is_literal) print ".EE"
    is_literal = 0
}

# The options of a command stand further in.
function nest(is_inner) {
    if (is_inner != is_nested + 0) print is_inner ? ".RS" : ".RE"
    is_nested = is_inner
}

# "release SOURCE           what it does", or an option of the command before it.
function print_entry(entry, is_option,    at) {
    nest(is_option)
    at = match(entry, /   */)
    print ".TP"
    print ".B " plain(at ? substr(entry, 1, at - 1) : entry)
    if (at) print plain(substr(entry, at + RLENGTH))
}

function print_settings(file,    line) {
    while ((getline line < file) > 0) print plain(line)
    close(file)
}

{
    gsub(/@PROJECT_VERSION@/, version)
    gsub(/@docdir@/, docdir)
    gsub(/@datadir@/, datadir)
    if ($0 == "@HELP@") print_help(help)
    else if ($0 == "@SETTINGS@") print_settings(settings)
    else print
}
