#include "extractors/attachments/office_package.h"

#include <vector>

#include "base/text.h"
#include "extractors/attachments/archive_file.h"

namespace mingcha::attachments {

OfficePackage OfficePackage::Open(std::string_view bytes, bool (*keep)(std::string_view), PartWriter* out) {
  OfficePackage package;
  const ArchiveEnd end = ForEachMember(bytes, &out->budget(), keep, [&](Member member) {
    if (member.status != model::AttachmentStatus::kRead) out->Fail(member.status, member.detail);
    std::string name = member.name;
    for (char& c : name) c = c == '\\' ? '/' : c;
    if (!member.bytes.empty()) package.members_.emplace(std::move(name), std::move(member.bytes));
    return true;
  });
  if (end.status != model::AttachmentStatus::kRead) out->Fail(end.status, end.detail);
  return package;
}

const std::string* OfficePackage::Find(std::string_view name) const {
  const auto it = members_.find(name);
  return it == members_.end() ? nullptr : &it->second;
}

bool OfficePackage::Parse(std::string_view name, pugi::xml_document* xml) const {
  const std::string* bytes = Find(name);
  if (bytes == nullptr) return false;
  constexpr unsigned kOptions = pugi::parse_default | pugi::parse_ws_pcdata_single;
  return static_cast<bool>(xml->load_buffer(bytes->data(), bytes->size(), kOptions));
}

std::string_view LocalName(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node Child(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_node& child : node.children()) {
    if (LocalName(child) == name) return child;
  }
  return {};
}

std::string_view Attribute(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_attribute& attribute : node.attributes()) {
    const std::string_view full = attribute.name();
    if (full == name ||
        (full.size() > name.size() && full.ends_with(name) && full[full.size() - name.size() - 1] == ':'))
      return attribute.value();
  }
  return {};
}

std::string ResolveMember(std::string_view folder, std::string_view target) {
  std::vector<std::string> parts;
  const auto take = [&](std::string_view path) {
    for (const std::string_view part : base::Split(path, '/')) {
      if (part == ".." && !parts.empty()) parts.pop_back();
      if (!part.empty() && part != "." && part != "..") parts.emplace_back(part);
    }
  };
  if (!target.starts_with('/')) take(folder);
  take(target);
  return base::Join(parts, "/");
}

std::map<std::string, std::string> RelationsOf(const OfficePackage& package, std::string_view member) {
  const size_t slash = member.rfind('/');
  const std::string folder(slash == std::string_view::npos ? "" : member.substr(0, slash));
  const std::string base_name(slash == std::string_view::npos ? member : member.substr(slash + 1));
  std::map<std::string, std::string> relations;
  pugi::xml_document xml;
  if (!package.Parse(ResolveMember(folder, "_rels/" + base_name + ".rels"), &xml)) return relations;
  for (const pugi::xml_node& node : xml.document_element().children())
    relations[std::string(Attribute(node, "Id"))] = ResolveMember(folder, Attribute(node, "Target"));
  return relations;
}

}  // namespace mingcha::attachments
