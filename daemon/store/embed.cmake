# cmake -DOUTPUT=<path without suffix> -P embed.cmake -- FILE...
# Writes <path>.hpp and <path>.cpp, which hold each FILE: statements as sasyncd::sql::<name>, migrations (V*.sql) in
# sasyncd::sql::migrations(). Long texts are cut into pieces, since compilers need not take literals over 64 KiB.

cmake_policy(VERSION 3.25)
set(piece_size 12000)

# Sets `out` to C++ string literals, one a piece, each followed by `separator`.
function(literals path separator out)
    file(READ "${path}" rest)
    set(result "")
    while(NOT rest STREQUAL "")
        string(LENGTH "${rest}" length)
        if(length GREATER piece_size)
            string(SUBSTRING "${rest}" 0 ${piece_size} head)
            string(FIND "${head}" "\n" length REVERSE)
            math(EXPR length "${length} + 1")
        endif()
        string(SUBSTRING "${rest}" 0 ${length} head)
        string(SUBSTRING "${rest}" ${length} -1 rest)
        string(APPEND result "R\"_sql_(${head})_sql_\"${separator}")
    endwhile()
    set(${out} "${result}" PARENT_SCOPE)
endfunction()

set(declarations "")
set(definitions "")
set(migrations "")
set(is_file FALSE)
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(i RANGE ${last})
    set(path "${CMAKE_ARGV${i}}")
    if(is_file)
        get_filename_component(name "${path}" NAME_WE)
        if(name MATCHES "^V[0-9]+__")
            literals("${path}" ",\n        " text)
            string(APPEND migrations "        {\"${name}.sql\", {${text}}},\n")
        else()
            literals("${path}" "\n    " text)
            string(APPEND declarations "extern std::string_view const ${name};\n")
            string(APPEND definitions "std::string_view const ${name} = ${text};\n")
        endif()
    elseif(path STREQUAL "--")
        set(is_file TRUE)
    endif()
endforeach()

file(CONFIGURE OUTPUT "${OUTPUT}.hpp" @ONLY CONTENT "// Made by embed.cmake.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

namespace sasyncd::sql {

@declarations@
struct EmbeddedFile {
    std::string_view name;
    std::vector<std::string_view> pieces;
};

std::vector<EmbeddedFile> migrations();

}  // namespace sasyncd::sql
")

file(CONFIGURE OUTPUT "${OUTPUT}.cpp" @ONLY CONTENT "// Made by embed.cmake.
#include \"store_sql.hpp\"

namespace sasyncd::sql {

@definitions@
std::vector<EmbeddedFile> migrations() {
    return {
@migrations@    };
}

}  // namespace sasyncd::sql
")
