# Run by `cmake --install`, where the prefix is known for good (--prefix may differ from the configured one).
# Given by CMakeLists.txt: version, source (the root of the checkout), work (a build directory), and bin, doc, data and
# man, which are absolute or relative to the prefix.
function(under_prefix out directory)
    if(NOT IS_ABSOLUTE "${directory}")
        set(directory "${CMAKE_INSTALL_PREFIX}/${directory}")
    endif()
    set(${out} "${directory}" PARENT_SCOPE)
endfunction()

under_prefix(bindir "${bin}")
under_prefix(docdir "${doc}")
under_prefix(datadir "${data}")
under_prefix(mandir "${man}")
# The program looks for its settings in /etc, from wherever on the system it runs.
if(CMAKE_INSTALL_PREFIX MATCHES "^/usr(/local)?/?$")
    set(etc /etc)
else()
    set(etc "${CMAKE_INSTALL_PREFIX}/etc")
endif()

# From 253 on, systemd sends the signal itself and waits until the settings are read. Where packages are built there may
# be no systemd: Debian's release tells then.
execute_process(COMMAND sh -c "systemctl --version 2>/dev/null | sed -n '1s/^systemd \\([0-9]*\\).*/\\1/p'"
    OUTPUT_VARIABLE systemd OUTPUT_STRIP_TRAILING_WHITESPACE)
execute_process(COMMAND sh -c ". /etc/os-release && printf %s \"$ID$VERSION_ID\"" OUTPUT_VARIABLE system ERROR_QUIET)
if(systemd VERSION_GREATER_EQUAL 253 OR (systemd STREQUAL "" AND system STREQUAL "debian13"))
    set(type notify-reload)
    set(reload "ReloadSignal=SIGHUP")
else()
    set(type notify)
    # The shell's own kill: a minimal system has no other.
    set(reload "ExecReload=/bin/sh -c 'kill -s HUP $MAINPID'")
endif()
configure_file("${source}/systemd/sasyncd.service.in" "${work}/sasyncd.service" @ONLY)
file(INSTALL "${work}/sasyncd.service" DESTINATION "${CMAKE_INSTALL_PREFIX}/lib/systemd/system")

# Manual pages hold what the program's help and the commented settings say, as it stands there.
foreach(page sasyncd.1 sasyncd.yaml.5)
    execute_process(
        COMMAND awk -v version=${version} -v docdir=${docdir} -v datadir=${datadir}
            -v help=${source}/daemon/app/help.cpp -v settings=${source}/config/sasyncd.yaml
            -f ${source}/systemd/man/make.awk ${source}/systemd/man/${page}.in
        OUTPUT_FILE "${work}/${page}" COMMAND_ERROR_IS_FATAL ANY)
    string(REGEX MATCH "[0-9]$" chapter ${page})
    file(INSTALL "${work}/${page}" DESTINATION "${mandir}/man${chapter}")
endforeach()

# Settings that are there already are the operator's.
if(EXISTS "$ENV{DESTDIR}${etc}/sasyncd/sasyncd.yaml")
    message(STATUS "Kept: ${etc}/sasyncd/sasyncd.yaml")
elseif(EXISTS "${source}/config/sasyncd.yaml")
    file(INSTALL "${source}/config/sasyncd.yaml" DESTINATION "${etc}/sasyncd")
endif()
