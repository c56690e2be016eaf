// HL7 FHIR R4 (4.0.1) at /fhir: what stands in the rooms of care, as other systems of healthcare read and book it.
#pragma once
#include "base/result.hpp"
#include "db/database.hpp"
#include "http/router.hpp"

namespace fhir {

// Refusals as an OperationOutcome.
http::Response refuse(http::Request const&, base::Refusal const&, int status);
void add_routes(http::Router::Section, db::Database&);

}  // namespace fhir
