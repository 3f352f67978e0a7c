# Run by cpack over the staged files: what Debian wants otherwise than `cmake --install` leaves it.
set(share "${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr/share")
set(doc "${share}/doc/sasyncd")
set(debian "${CPACK_SASYNCD_SOURCE}/systemd/debian")

if(NOT CPACK_SASYNCD_TIME STREQUAL "" AND NOT DEFINED ENV{SOURCE_DATE_EPOCH})
    set(ENV{SOURCE_DATE_EPOCH} "${CPACK_SASYNCD_TIME}")
endif()

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
