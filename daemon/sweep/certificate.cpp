#include "sweep/certificate.hpp"

namespace sasyncd {

std::string_view to_string(Verdict verdict) {
    switch (verdict) {
        case Verdict::whole: return "whole";
        case Verdict::partial: return "partial";
        case Verdict::refused: return "refused";
        case Verdict::interrupted: return "interrupted";
    }
    return "partial";
}

}  // namespace sasyncd
