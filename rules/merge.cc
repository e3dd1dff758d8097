#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>

#include "base/text.h"
#include "model/plan.h"
#include "rules/layers.h"

// How one file is laid over what was read before it.
namespace mingcha::rules {
namespace {

/// Merges one file; short-lived.
class FileMerger {
 public:
  FileMerger(const FileKind& kind, int file_index, MergedFiles* merged, std::vector<Diagnostic>* errors)
      : kind_(kind),
        files_(merged->files),
        file_(merged->files[static_cast<size_t>(file_index)]),
        merged_(merged),
        doc_(merged->docs[std::string(kind.name)]),
        errors_(errors) {
    if (!doc_.IsMap()) {
      doc_.kind = YamlNode::Kind::kMap;
      doc_.file = file_index;
      doc_.line = 1;
    }
  }

  void Merge(YamlNode file) {
    CheckTopKeys(&file);
    if (const YamlNode* replace = file.Find("replace")) DropReplaced(*replace);
    if (const YamlNode* remove = file.Find("remove")) DropRemoved(*remove);
    file.Erase("replace");
    file.Erase("remove");
    doc_.Erase("extends");  // Said once per folder, never inherited.
    doc_.Erase("packs");
    if (kind_.file != kind_.merged) file = ItemsAsLists(std::move(file));
    for (size_t i = 0; i < file.keys.size(); ++i) MergeKey(file.keys[i].text, std::move(file.items[i]));
  }

 private:
  void Report(const YamlNode& node, const std::string& key, base::Message expected, std::string found,
              base::Message remedy = {}) {
    errors_->push_back({files_[static_cast<size_t>(node.file)].name, node.line, node.column, key,
                        std::move(expected), std::move(found), std::move(remedy)});
  }

  [[nodiscard]] const ObjectSpec* EntrySpec(std::string_view section) const {
    const FieldSpec* field = kind_.merged().FindField(section);
    if (field == nullptr || field->shape != Shape::kObject || field->list_depth != 1) return nullptr;
    return field->object().is_entry ? &field->object() : nullptr;
  }

  [[nodiscard]] bool HasEntries() const {
    const std::vector<FieldSpec>& fields = kind_.merged().fields;
    return std::any_of(fields.begin(), fields.end(),
                       [&](const FieldSpec& field) { return EntrySpec(field.key) != nullptr; });
  }

  [[nodiscard]] bool IsInherited(const YamlNode& node) const {
    return files_[static_cast<size_t>(node.file)].layer < file_.layer;
  }

  void CheckTopKeys(YamlNode* file) {
    std::vector<std::string> known = kind_.file().Keys();
    if (HasEntries()) known.insert(known.end(), {"remove", "replace"});
    for (size_t i = file->keys.size(); i-- > 0;) {
      const YamlNode::Key key = file->keys[i];
      if (std::find(known.begin(), known.end(), key.text) != known.end()) continue;
      const std::string nearest = Nearest(key.text, known);
      errors_->push_back({file_.name, key.line, key.column, key.text, base::Msg("a known key"), key.text,
                          nearest.empty() ? base::Msg("known keys: {}", base::Join(known, ", "))
                                          : base::Msg("did you mean \"{}\"?", nearest)});
      file->Erase(key.text);
    }
  }

  using DropTest = std::function<bool(const std::string& section, const YamlNode& entry)>;

  int DropEntries(const DropTest& drop) {
    int dropped = 0;
    std::vector<std::string> areas;
    for (size_t s = 0; s < doc_.keys.size(); ++s) {
      const ObjectSpec* spec = EntrySpec(doc_.keys[s].text);
      if (spec == nullptr) continue;
      std::vector<YamlNode>& entries = doc_.items[s].items;
      for (size_t i = entries.size(); i-- > 0;) {
        const std::string id = entries[i].TextAt("id");
        if (!IsInherited(entries[i]) || !drop(doc_.keys[s].text, entries[i])) continue;
        if (spec->defines != RefKind::kNone)
          merged_->removals[{spec->defines, id}] = {file_.layer, entries[i].TextAt("successor")};
        if (spec->defines == RefKind::kArea) areas.push_back(id);
        entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(i));
        ++dropped;
      }
    }
    if (!areas.empty()) {  // An area goes with its items.
      dropped += DropEntries([&](const std::string& section, const YamlNode& entry) {
        return section == "items" &&
               std::find(areas.begin(), areas.end(), entry.TextAt("area")) != areas.end();
      });
    }
    return dropped;
  }

  void DropReplaced(const YamlNode& replace) {
    if (!replace.IsScalar() || (replace.text != "true" && replace.text != "false")) {
      Report(replace, "replace", base::Msg("true or false"), replace.text);
      return;
    }
    if (replace.text == "false") return;
    DropEntries([&](const std::string& section, const YamlNode& entry) {
      return section != "domains" && files_[static_cast<size_t>(entry.file)].kind == file_.kind;
    });
  }

  void DropRemoved(const YamlNode& remove) {
    if (!remove.IsList()) {
      Report(remove, "remove", base::Msg("a list, such as [a, b]"), remove.text);
      return;
    }
    for (const YamlNode& glob : remove.items) {
      const int dropped = DropEntries([&](const std::string& section, const YamlNode& entry) {
        return section != "domains" && model::GlobMatches(glob.text, entry.TextAt("id"));
      });
      if (!glob.IsScalar() || dropped == 0) {
        Report(glob, "remove", base::Msg("the id (or a glob) of something inherited"), glob.text);
      }
    }
  }

  /// `domain`, `area`, `items` of one file as lists of the merged document, each told what it belongs to.
  static YamlNode ItemsAsLists(YamlNode file) {
    YamlNode lists = file;
    lists.keys.clear();
    lists.items.clear();
    const YamlNode* domain = file.Find("domain");
    YamlNode* area = file.Find("area");
    if (domain != nullptr && area != nullptr && domain->Find("id") != nullptr && area->IsMap() &&
        area->Find("domain") == nullptr) {
      area->Set("domain", *domain->Find("id"));
    }
    const auto wrap = [&](std::string_view key, const YamlNode& entry) {
      YamlNode list = entry;
      list.kind = YamlNode::Kind::kList;
      list.text.clear();
      list.keys.clear();
      list.items = {entry};
      lists.Set(key, std::move(list));
    };
    if (domain != nullptr) wrap("domains", *domain);
    if (area != nullptr) wrap("areas", *area);
    if (YamlNode* items = file.Find("items")) {
      const YamlNode* area_id = area != nullptr ? area->Find("id") : nullptr;
      for (YamlNode& item : items->items) {
        if (items->IsList() && item.IsMap() && area_id != nullptr && item.Find("area") == nullptr)
          item.Set("area", *area_id);
      }
      lists.Set("items", std::move(*items));
    }
    return lists;
  }

  void MergeKey(const std::string& key, YamlNode value) {
    const ObjectSpec* spec = EntrySpec(key);
    if (spec != nullptr && value.IsList()) {
      if (doc_.Find(key) == nullptr) {
        YamlNode empty = value;
        empty.items.clear();
        doc_.Set(key, std::move(empty));
      }
      for (YamlNode& entry : value.items) MergeEntry(key, *spec, std::move(entry));
    } else if (YamlNode* old = doc_.Find(key); old != nullptr && old->IsMap() && value.IsMap()) {
      MergeMap(old, std::move(value));
    } else {
      doc_.Set(key, std::move(value));
    }
  }

  void MergeEntry(const std::string& section, const ObjectSpec& spec, YamlNode entry) {
    std::vector<YamlNode>& entries = doc_.Find(section)->items;
    const std::string id = entry.TextAt("id");
    const auto same = [&](const YamlNode& old) { return !id.empty() && old.TextAt("id") == id; };
    const auto old = std::find_if(entries.begin(), entries.end(), same);
    const std::string path = section + "[" + id + "]";
    model::ConfigPlace& last = merged_->last_said[{file_.layer, path}];
    if (old == entries.end()) {
      if (entry.Find("add") != nullptr) {
        Report(entry, path + ".add", base::Msg("the id of something inherited beside add:"), id);
        entry.Erase("add");
      }
      if (spec.defines != RefKind::kNone) merged_->removals.erase({spec.defines, id});
    } else if (last.line > 0) {
      const bool same_words = section == "domains" && old->TextAt("name") == entry.TextAt("name");
      if (!same_words) {
        Report(entry, path, base::Msg("each id once (first in {}:{})", last.file, last.line), id,
               base::Msg("rename one, or keep only one of them"));
      }
      return;
    }
    last = {file_.name, entry.line};
    if (old == entries.end()) {
      entries.push_back(std::move(entry));
    } else {
      Override(path, &*old, std::move(entry));
    }
  }

  void Override(const std::string& path, YamlNode* old, YamlNode entry) {
    YamlNode add;
    if (const YamlNode* given = entry.Find("add")) add = *given;
    entry.Erase("add");
    MergeMap(old, std::move(entry));
    if (add.kind != YamlNode::Kind::kNull) Append(path + ".add", old, std::move(add));
  }

  /// Maps key by key; texts and lists whole.
  static void MergeMap(YamlNode* old, YamlNode given) {
    for (size_t i = 0; i < given.keys.size(); ++i) {
      YamlNode* value = old->Find(given.keys[i].text);
      if (value != nullptr && value->IsMap() && given.items[i].IsMap()) {
        MergeMap(value, std::move(given.items[i]));
      } else {
        old->Set(given.keys[i].text, std::move(given.items[i]));
      }
    }
  }

  void Append(const std::string& path, YamlNode* old, YamlNode add) {
    if (!add.IsMap()) {
      Report(add, path, base::Msg("a map of lists to append to"), add.text);
      return;
    }
    for (size_t i = 0; i < add.keys.size(); ++i) {
      const std::string& key = add.keys[i].text;
      const std::string key_path = fmt::format("{}.{}", path, key);
      YamlNode* value = old->Find(key);
      if (value == nullptr) {
        old->Set(key, std::move(add.items[i]));
      } else if (value->IsMap() && add.items[i].IsMap()) {
        Append(key_path, value, std::move(add.items[i]));
      } else if (value->IsList() && add.items[i].IsList()) {
        std::move(add.items[i].items.begin(), add.items[i].items.end(), std::back_inserter(value->items));
      } else {
        Report(add.items[i], key_path, base::Msg("a list to append to a list"), add.items[i].text);
      }
    }
  }

  const FileKind& kind_;
  const std::vector<SourceFile>& files_;
  const SourceFile& file_;
  MergedFiles* merged_;
  YamlNode& doc_;
  std::vector<Diagnostic>* errors_;
};

}  // namespace

void MergeFile(const FileKind& kind, YamlNode file, int file_index, MergedFiles* merged,
               std::vector<Diagnostic>* errors) {
  FileMerger(kind, file_index, merged, errors).Merge(std::move(file));
}

}  // namespace mingcha::rules
