// Input: the first byte chooses what the rest is: a record before compression, a gzip member, an HTTP head,
// or JSON of a stored record. Promises: nothing crashes or grows past its limit; what reads as a record
// writes and reads back the same; an archived head is exactly one head.
#include <string>
#include <string_view>

#include "base/check.h"
#include "model/json.h"
#include "model/page_facts.h"
#include "store/gzip.h"
#include "store/warc_record.h"
#include "tests/fuzz/fuzz_target.h"

namespace {

using mingcha::store::WarcRecord;

void CheckRecord(std::string_view bytes) {
  const auto record = mingcha::store::ParseWarcRecord(bytes);
  if (!record) return;
  CHECK(mingcha::store::PayloadOf(*record).size() <= record->block.size());
  (void)mingcha::store::VerifyDigests(*record);
  const auto once = mingcha::store::ParseWarcRecord(mingcha::store::FormatWarcRecord(*record));
  CHECK(once.has_value()) << "a record that was read does not write back";
  CHECK(once->block == record->block);
  const auto twice = mingcha::store::ParseWarcRecord(mingcha::store::FormatWarcRecord(*once));
  CHECK(twice == once) << "a second writing differs";
}

void CheckMember(std::string_view bytes) {
  constexpr size_t kLimit = size_t{1} << 20;
  const auto member = mingcha::store::ReadGzipMember(bytes, kLimit);
  if (!member) return;
  CHECK(member->length <= bytes.size() && member->bytes.size() <= kLimit);
  std::string again;
  mingcha::store::GzipCompressor(1).AppendMember(member->bytes, &again);
  const auto read = mingcha::store::ReadGzipMember(again, kLimit);
  CHECK(read.has_value() && read->bytes == member->bytes && read->length == again.size());
  CheckRecord(member->bytes);
}

void CheckHead(std::string_view bytes) {
  const std::string head = mingcha::store::ArchivedHead(bytes, 7);
  CHECK(head.ends_with("Content-Length: 7\r\n\r\n")) << head;
  CHECK(head.find("\r\n\r\n") == head.size() - 4) << head;
}

void CheckJson(std::string_view bytes) {
  const auto facts = mingcha::model::FromJson<mingcha::model::PageFacts>(bytes);
  if (!facts) return;
  const auto again = mingcha::model::FromJson<mingcha::model::PageFacts>(mingcha::model::ToJson(*facts));
  CHECK(again.has_value() && *again == *facts);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 4) {
    case 0:
      CheckRecord(bytes);
      break;
    case 1:
      CheckMember(bytes);
      break;
    case 2:
      CheckHead(bytes);
      break;
    default:
      CheckJson(bytes);
  }
  return 0;
}
