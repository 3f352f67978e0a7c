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
