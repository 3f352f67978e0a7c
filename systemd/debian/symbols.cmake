# Run by cpack once the package is made: makes the one with the symbols that stage.cmake took off, beside it.
if(NOT CPACK_SASYNCD_TIME STREQUAL "" AND NOT DEFINED ENV{SOURCE_DATE_EPOCH})
    set(ENV{SOURCE_DATE_EPOCH} "${CPACK_SASYNCD_TIME}")
endif()
set(symbols "${CPACK_TOPLEVEL_DIRECTORY}/symbols")
list(GET CPACK_PACKAGE_FILES 0 package)
foreach(field Version Architecture)
    execute_process(COMMAND dpkg-deb --field "${package}" ${field}
        OUTPUT_VARIABLE ${field} OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
endforeach()
file(GLOB_RECURSE debug RELATIVE "${symbols}" "${symbols}/*.debug")
file(SIZE "${symbols}/${debug}" size)
math(EXPR size "${size} / 1024 + 1")
file(MD5 "${symbols}/${debug}" sum)
string(REGEX REPLACE ".*build-id/(..)/(.*)\\.debug" "\\1\\2" build_id "${debug}")

file(MAKE_DIRECTORY "${symbols}/usr/share/doc")
file(CREATE_LINK sasyncd "${symbols}/usr/share/doc/sasyncd-dbgsym" SYMBOLIC)
file(WRITE "${symbols}/DEBIAN/md5sums" "${sum}  ${debug}\n")
file(WRITE "${symbols}/DEBIAN/control" "Package: sasyncd-dbgsym
Source: sasyncd
Version: ${Version}
Auto-Built-Package: debug-symbols
Architecture: ${Architecture}
Maintainer: ${CPACK_PACKAGE_CONTACT}
Installed-Size: ${size}
Depends: sasyncd (= ${Version})
Section: debug
Priority: optional
Description: debug symbols for sasyncd
Build-Ids: ${build_id}
")
execute_process(COMMAND find "${symbols}" -type d -exec chmod 755 {} + COMMAND_ERROR_IS_FATAL ANY)
execute_process(
    COMMAND dpkg-deb --root-owner-group --build "${symbols}"
        "${CPACK_PACKAGE_DIRECTORY}/sasyncd-dbgsym_${Version}_${Architecture}.deb"
    OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
message(STATUS "Made: ${CPACK_PACKAGE_DIRECTORY}/sasyncd-dbgsym_${Version}_${Architecture}.deb")
