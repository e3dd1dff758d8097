#pragma once

#include <boost/json.hpp>
#include <string>
#include <vector>

namespace mingcha::reports {

/// Faults of `value` by a JSON schema, each with its place. Knows the keywords that docs/findings.schema.json
/// uses: $ref to $defs, type, const, enum, pattern, properties, required, additionalProperties, items,
/// minItems. Any other keyword is itself a fault, so that no rule is passed over in silence.
[[nodiscard]] std::vector<std::string> SchemaFaults(const boost::json::value& value,
                                                    const boost::json::value& schema);

}  // namespace mingcha::reports
