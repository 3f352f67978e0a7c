# Run by cpack over the staged files: what Debian wants otherwise than `cmake --install` leaves it.
set(share "${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr/share")
set(doc "${share}/doc/sasyncd")
set(debian "${CPACK_SASYNCD_SOURCE}/systemd/debian")

if(NOT CPACK_SASYNCD_TIME STREQUAL "" AND NOT DEFINED ENV{SOURCE_DATE_EPOCH})
    set(ENV{SOURCE_DATE_EPOCH} "${CPACK_SASYNCD_TIME}")
endif()

# Symbols apart, found again by the build id.
set(program "${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr/bin/sasyncd")
set(symbols "${CPACK_TOPLEVEL_DIRECTORY}/symbols")
execute_process(COMMAND readelf --notes "${program}" OUTPUT_VARIABLE notes COMMAND_ERROR_IS_FATAL ANY)
if(NOT notes MATCHES "Build ID: ([0-9a-f][0-9a-f])([0-9a-f]+)")
    message(FATAL_ERROR "${program} has no build id")
endif()
set(debug "${symbols}/usr/lib/debug/.build-id/${CMAKE_MATCH_1}/${CMAKE_MATCH_2}.debug")
file(REMOVE_RECURSE "${symbols}")
get_filename_component(directory "${debug}" DIRECTORY)
file(MAKE_DIRECTORY "${directory}")
execute_process(COMMAND objcopy --only-keep-debug --compress-debug-sections "${program}" "${debug}"
    COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND strip --remove-section=.comment --remove-section=.note "${program}" COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND objcopy "--add-gnu-debuglink=${debug}" "${program}" COMMAND_ERROR_IS_FATAL ANY)
file(CHMOD "${debug}" PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)

# The licence stands in the copyright file.
file(REMOVE "${doc}/LICENSE")
file(COPY_FILE "${debian}/copyright" "${doc}/copyright")
file(RENAME "${doc}/CHANGELOG.md" "${doc}/changelog")
string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)
file(WRITE "${doc}/changelog.Debian"
    "sasyncd (${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}) unstable; urgency=medium

  * Made by cpack. changelog.gz tells what is new in version ${CPACK_PACKAGE_VERSION}.

 -- ${CPACK_PACKAGE_CONTACT}  ${date}
")
file(GLOB pages "${share}/man/man*/*")
execute_process(COMMAND gzip -9 -n "${doc}/changelog" "${doc}/changelog.Debian" ${pages} COMMAND_ERROR_IS_FATAL ANY)
file(GLOB_RECURSE texts "${share}/*")
file(CHMOD ${texts} PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
