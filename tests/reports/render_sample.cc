// Writes the sample's reports to look at: render_sample FOLDER zh|en [FINDINGS [TITLE]]
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "reports/render.h"
#include "sample.h"

int main(int argc, char** argv) {
  namespace base = mingcha::base;
  namespace reports = mingcha::reports;
  if (argc < 3) {
    std::cerr << "usage: render_sample FOLDER zh|en [FINDINGS [TITLE]]\n";
    return 2;
  }
  reports::Sample sample = reports::MakeLargeSample(argc > 3 ? std::atoi(argv[3]) : 0);
  if (argc > 4) {  // A title as a hostile page would have it, wherever crawled text can stand.
    for (mingcha::model::Finding& finding : sample.result.findings) {
      finding.title = finding.project = finding.url = finding.rule.source = argv[4];
      for (mingcha::model::Evidence& evidence : finding.evidence) evidence.quote = evidence.url = argv[4];
    }
    for (mingcha::model::Obligation& owed : sample.result.obligations) owed.subject_text = argv[4];
    sample.plan.assessment.title = sample.plan.units[0].name = sample.plan.areas[0].name = argv[4];
  }
  const base::Lang lang = argv[2] == std::string("en") ? base::Lang::kEn : base::Lang::kZh;
  const auto files = reports::RenderAll(sample.Input(lang));
  if (!files) {
    std::cerr << mingcha::base::ToEnglish(files.error()) << "\n";
    return 2;
  }
  for (const reports::RenderedFile& file : *files) {
    std::filesystem::create_directories((std::filesystem::path(argv[1]) / file.name).parent_path());
    std::ofstream(std::string(argv[1]) + "/" + file.name, std::ios::binary) << file.bytes;
    std::cout << file.name << " " << file.bytes.size() << "\n";
  }
}
