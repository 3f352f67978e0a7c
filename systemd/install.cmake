# Run by `cmake --install`, where the prefix is known for good (--prefix may differ from the configured one).
# Given by CMakeLists.txt: source (the root of the checkout), work (a build directory), and bin and doc, which are
# absolute or relative to the prefix.
function(under_prefix out directory)
    if(NOT IS_ABSOLUTE "${directory}")
        set(directory "${CMAKE_INSTALL_PREFIX}/${directory}")
    endif()
    set(${out} "${directory}" PARENT_SCOPE)
endfunction()

under_prefix(bindir "${bin}")
under_prefix(docdir "${doc}")
# The program looks for its settings in /etc, from wherever on the system it runs.
if(CMAKE_INSTALL_PREFIX MATCHES "^/usr(/local)?/?$")
    set(etc /etc)
else()
    set(etc "${CMAKE_INSTALL_PREFIX}/etc")
endif()

configure_file("${source}/systemd/sasyncd.service.in" "${work}/sasyncd.service" @ONLY)
file(INSTALL "${work}/sasyncd.service" DESTINATION "${CMAKE_INSTALL_PREFIX}/lib/systemd/system")

# Settings that are there already are the operator's.
if(EXISTS "$ENV{DESTDIR}${etc}/sasyncd/sasyncd.yaml")
    message(STATUS "Kept: ${etc}/sasyncd/sasyncd.yaml")
elseif(EXISTS "${source}/config/sasyncd.yaml")
    file(INSTALL "${source}/config/sasyncd.yaml" DESTINATION "${etc}/sasyncd")
endif()
