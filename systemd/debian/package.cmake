# `cpack` in a build directory makes sasyncd_VERSION-1~debN_ARCH.deb for the Debian that it runs on, and
# sasyncd-dbgsym, which has its debug symbols. The version is that of project() in CMakeLists.txt.
set(SASYNCD_MAINTAINER "sasyncd contributors <sasyncd@users.noreply.github.com>" CACHE STRING
    "Who answers for the Debian package: Name <address>")

execute_process(COMMAND sh -c ". /etc/os-release && printf %s \"$VERSION_ID\""
    OUTPUT_VARIABLE debian_release ERROR_QUIET)
# What is packaged twice from one commit is the same.
execute_process(COMMAND git log -1 --format=%ct WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
    OUTPUT_VARIABLE commit_time OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME sasyncd)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT ${SASYNCD_MAINTAINER})
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1~deb${debian_release})
set(CPACK_DEBIAN_PACKAGE_SECTION database)
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "sasyncd keeps PostgreSQL true to the malicious files that Alibaba Cloud
Security Center finds in container images: what is malicious, where, since
when, and what changed. It runs as a service, walks every page, region and
site of the API, and closes a finding only after the API, asked for just
that file, answered without it.
.
Analysts read views with SQL; Prometheus reads metrics.")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "ca-certificates, init-system-helpers (>= 1.54~), \
systemd | systemd-standalone-sysusers, systemd | systemd-standalone-tmpfiles")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "postgresql (>= 13), prometheus, bash-completion")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
    ${CMAKE_CURRENT_LIST_DIR}/conffiles ${CMAKE_CURRENT_LIST_DIR}/postinst
    ${CMAKE_CURRENT_LIST_DIR}/prerm ${CMAKE_CURRENT_LIST_DIR}/postrm)

# The settings lie in /etc whatever the prefix is, which takes a staged root.
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/stage.cmake)
# cpack can do symbols too, but as a package that lintian rejects.
set(CPACK_POST_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/symbols.cmake)
set(CPACK_SASYNCD_SOURCE ${CMAKE_SOURCE_DIR})
set(CPACK_SASYNCD_TIME ${commit_time})
include(CPack)
