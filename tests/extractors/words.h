#pragma once

#include "model/lexicon.h"

namespace mingcha::extractors {

/// A small lexicon for tests: the lists that identifiers, privacy, elements and disclosures read.
inline model::Lexicon TestWords() {
  model::Lexicon lexicon;
  lexicon.patterns["doc_number_parts"] = {
      R"((?P<word>\p{Han}{1,20})\s*[〔\[(【]\s*(?P<year>(?:19|20)\d{2})\s*[〕\])】]?\s*第?\s*(?P<number>\d{1,5})\s*号)"};
  lexicon.words["doc_number_stop"] = {"根据", "按照", "依据", "以及", "文号", "印发", "批准"};
  lexicon.words["doc_number_format"] = {"{word}〔{year}〕{number}号"};
  lexicon.patterns["parcel_number"] = {R"(津\p{Han}{1,3}[(（][挂拍招工协][)）]\s*20\d{2}-\d{1,3}号?)"};
  lexicon.patterns["icp"] = {R"(\p{Han}ICP备\s?\d{6,10}号(?:-\d+)?)"};
  lexicon.patterns["police_filing"] = {R"(\p{Han}公网安备\s?\d{14}号?)"};
  lexicon.words["site_code_labels"] = {"网站标识码"};
  lexicon.words["reference_number_labels"] = {"项目编号", "招标编号",     "采购编号",
                                              "标段编号", "标段(包)编号", "招标项目编号"};
  lexicon.words["private_context"] = {"身份证", "证件号码", "公民身份号码"};
  lexicon.words["card_context"] = {"银行卡", "卡号", "一卡通"};
  lexicon.words["private_phone_context"] = {"本人电话", "手机号", "家庭电话"};
  lexicon.words["official_context"] = {"联系人", "联系电话", "监督电话", "采购人", "代理机构", "保证金"};
  lexicon.words["number_context"] = {"索引号", "许可证", "编号", "文号", "信用代码", "项目代码"};
  lexicon.words["person_name_headers"] = {"姓名", "户主", "申请人"};
  lexicon.words["organisation_headers"] = {"单位名称", "机构名称", "企业名称"};
  lexicon.words["empty_value"] = {"/", "无", "-", "--", "---", "空", "暂无", "详见附件"};
  lexicon.words["see_attachment"] = {"详见附件", "见附件"};
  lexicon.words["subject_prefix"] = {"关于", "关于对", "天津市宝坻区人民政府关于"};
  lexicon.words["subject_suffix"] = {"的批复", "公告", "公示", "中标候选人", "招标",
                                     "工程",   "项目", "的",   "批复"};
  lexicon.patterns["subject_noise"] = {R"(\((?:第[一二三四五六七八九十\d]+次)[^()]*\))"};
  lexicon.date_labels = {
      {model::DateMeaning::kDecided, {"许可决定日期", "决定日期"}},
      {model::DateMeaning::kSigned, {"合同签订日期", "签订日期"}},
      {model::DateMeaning::kApproved, {"批准日期"}},
  };
  return lexicon;
}

}  // namespace mingcha::extractors
