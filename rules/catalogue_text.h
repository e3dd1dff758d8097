#pragma once

#include <string>

#include "base/message.h"
#include "model/plan.h"

namespace mingcha::rules {

/// The plan as a person would read it: area by area who owes what, how often, with which parts, within which
/// limits and by which law. Ends with a line feed.
[[nodiscard]] std::string ListCatalogue(const model::Plan& plan, base::Lang lang);

/// The same as Markdown tables: the text of docs/rules.md.
[[nodiscard]] std::string RulesMarkdown(const model::Plan& plan, base::Lang lang);

/// `within 20 working days of formed, changed`: one limit without its law and days in force.
[[nodiscard]] std::string LimitText(const model::Plan& plan, const model::LimitRule& limit, base::Lang lang);

}  // namespace mingcha::rules
