/// The page of exceptions, a Mustache template. Every text stands in both languages; the page shows one, headings both. Where
/// no script runs it shows the summary and the first exceptions.
let exceptionsPageTemplate = #"""
    <!DOCTYPE html>
    <html lang="zh-CN" data-language="{{language}}">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline' file: 'self'">
    <title>{{title_zh}} {{period}} 数据审核报告</title>
    <style>\#(exceptionsPageStyle)</style>
    </head>
    <body>
    <header class="top">
    <div class="wide">
    <div class="masthead">
    <p class="agency">{{agency}}</p>
    <h1><span class="zh">{{title_zh}}数据审核报告</span><span class="en">{{title_en}}: exceptions</span></h1>
    <p class="facts"><span class="zh">报告期</span><span class="en">Period</span> <b id="period">{{period}}</b><i></i><span class="zh">数据截至</span><span class="en">As of</span> <b>{{as_of}}</b><i></i>{{#held}}<span class="state held"><span class="zh">未通过发布条件</span><span class="en">Held</span></span>{{/held}}{{^held}}<span class="state"><span class="zh">通过发布条件</span><span class="en">Gates passed</span></span>{{/held}}</p>
    </div>
    <div class="switch" role="group" aria-label="语言 Language"><button type="button" data-to="zh">中文</button><button type="button" data-to="en">English</button></div>
    </div>
    </header>
    <main class="wide">
    <section class="cards">
    <div class="card lead"><span class="label"><span class="zh">读取行数</span><span class="en">Rows read</span></span><b>{{read}}</b></div>
    <div class="card"><span class="label"><em class="dot accepted"></em><span class="zh">采用</span><span class="en">Accepted</span></span><b>{{accepted}}</b></div>
    <div class="card"><span class="label"><em class="dot rejected"></em><span class="zh">拒绝</span><span class="en">Rejected</span></span><b>{{rejected}}</b></div>
    <div class="card"><span class="label"><em class="dot superseded"></em><span class="zh">被新报替代</span><span class="en">Superseded</span></span><b>{{superseded}}</b></div>
    <div class="card"><span class="label"><em class="dot others"></em><span class="zh">剔除、撤回</span><span class="en">Taken out</span></span><b>{{others}}</b></div>
    <div class="card"><span class="label"><em class="dot not-records"></em><span class="zh">非记录行</span><span class="en">Not records</span></span><b>{{not_records}}</b></div>
    <a class="card error first" href="#exceptions" data-filter="severity=error"><span class="label"><span class="zh">强制性错误</span><span class="en">Errors</span></span><b>{{errors}}</b></a>
    <a class="card query" href="#exceptions" data-filter="severity=query"><span class="label"><span class="zh">核实性疑问</span><span class="en">Queries</span></span><b>{{queries}}</b></a>
    <a class="card note" href="#exceptions" data-filter="severity=note"><span class="label"><span class="zh">提示</span><span class="en">Notes</span></span><b>{{notes}}</b></a>
    <div class="bar">{{{bar}}}</div>
    </section>
    {{#gates}}{{^passed}}<p class="gate"><span class="zh">{{dataset_zh}}{{zh}}为 <b>{{observed}}</b>，超过允许的 {{maximum}}，本期暂不发布。</span><span class="en">{{dataset_en}}: {{en}} is <b>{{observed}}</b>, above the {{maximum}} allowed; this return is held.</span></p>{{/passed}}{{/gates}}
    {{#first}}<section class="first">
    <h2><span class="zh">先看这些</span><span class="en">First to look at</span></h2>
    <p class="advice"><span class="zh">{{advice_zh}}</span><span class="en">{{advice_en}}</span></p>
    <table class="plain"><thead><tr><th class="n"><span class="zh">序号</span><span class="en">Rank</span></th><th><span class="zh">程度</span><span class="en">Severity</span></th><th><span class="zh">问题</span><span class="en">What is wrong</span></th><th><span class="zh">影响最大的指标</span><span class="en">Figure it changes most</span></th><th class="n"><span class="zh">影响</span><span class="en">Effect</span></th><th><span class="zh">向谁核实</span><span class="en">Whom to ask</span></th></tr></thead>
    <tbody>{{#lines}}<tr><td class="n">{{rank}}</td><td><span class="tag {{severity}}"><span class="zh">{{severity_zh}}</span><span class="en">{{severity_en}}</span></span></td><td><a href="#x{{id}}"><span class="zh">{{message_zh}}</span><span class="en">{{message_en}}</span></a></td><td>{{#share}}<span class="zh">{{figure_zh}}{{#more}}<small>，另 {{more}} 项</small>{{/more}}</span><span class="en">{{figure_en}}{{#more}}<small>, {{more}} more</small>{{/more}}</span>{{/share}}{{#whole}}<small><span class="zh">整份文件或整列未读取，影响无法估计</span><span class="en">a whole file or column was not read: nobody can know</span></small>{{/whole}}</td><td class="n"><b>{{share}}</b></td><td><span class="zh">{{respondent_zh}}</span><span class="en">{{respondent_en}}</span>{{#subject}}<small>{{subject}}</small>{{/subject}}</td></tr>
    {{/lines}}</tbody></table>
    </section>{{/first}}{{^first}}{{^empty}}<p class="capped good"><span class="zh">{{advice_zh}}</span><span class="en">{{advice_en}}</span></p>{{/empty}}{{/first}}
    <section id="changes" class="changes" hidden>
    <h2><span class="zh">与第 <b id="c-with"></b> 版相比</span><span class="en">Since the vintage before</span></h2>
    <dl><div class="new"><dt><span class="zh">新增</span><span class="en">New</span></dt><dd id="c-new"></dd></div><div class="changed"><dt><span class="zh">填报值已变，仍有问题</span><span class="en">Other value, still wrong</span></dt><dd id="c-changed"></dd></div><div class="still"><dt><span class="zh">仍未解决</span><span class="en">Still there</span></dt><dd id="c-still"></dd></div><div class="resolved"><dt><span class="zh">已解决</span><span class="en">Resolved</span></dt><dd id="c-resolved"></dd></div></dl>
    <details id="c-list"><summary><span class="zh">已解决的异常</span><span class="en">What was resolved</span></summary><table class="plain"><thead><tr><th><span class="zh">规则</span><span class="en">Rule</span></th><th><span class="zh">区县</span><span class="en">District</span></th><th><span class="zh">对象</span><span class="en">Subject</span></th><th><span class="zh">问题</span><span class="en">What was wrong</span></th><th><span class="zh">位置</span><span class="en">Place</span></th></tr></thead><tbody id="resolved"></tbody></table><p id="c-more" class="capped"><span class="zh">更多见上一版的 exceptions.csv.gz。</span><span class="en">More in exceptions.csv.gz of the vintage before.</span></p></details>
    </section>
    <section class="pair">
    <div>
    <h2><span class="zh">按规则</span><span class="en">By rule</span></h2>
    <table class="plain rules"><thead><tr><th><span class="zh">规则</span><span class="en">Rule</span></th><th class="n"><span class="zh">检查</span><span class="en">Asked</span></th><th class="n"><span class="zh">无法判断</span><span class="en">Missing</span></th><th class="n"><span class="zh">比例</span><span class="en">Rate</span></th><th class="n"><span class="zh">异常</span><span class="en">Exceptions</span></th><th class="stacked"></th></tr></thead>
    <tbody>{{#top_rules}}<tr><td><em class="dot {{severity}}"></em><a href="#exceptions" data-filter="rule={{id}}"><span class="zh">{{zh}}</span><span class="en">{{en}}</span></a> <code>{{id}}</code></td><td class="n">{{evaluated}}</td><td class="n">{{missing}}</td><td class="n">{{rate}}</td><td class="n"><b>{{failed}}</b></td><td class="stacked">{{{stack}}}</td></tr>
    {{/top_rules}}</tbody></table>
    {{#more_rules}}<details><summary><span class="zh">其余 {{more_rules}} 条规则</span><span class="en">{{more_rules}} more rules</span></summary><table class="plain rules"><tbody>{{#other_rules}}<tr><td><em class="dot {{severity}}"></em><a href="#exceptions" data-filter="rule={{id}}"><span class="zh">{{zh}}</span><span class="en">{{en}}</span></a> <code>{{id}}</code></td><td class="n">{{evaluated}}</td><td class="n">{{missing}}</td><td class="n">{{rate}}</td><td class="n"><b>{{failed}}</b></td><td class="stacked">{{{stack}}}</td></tr>
    {{/other_rules}}</tbody></table></details>{{/more_rules}}
    {{#effects}}<h2 class="second"><span class="zh">影响集中在哪里</span><span class="en">Where the effects are</span></h2>
    {{{effects}}}
    <p class="caption"><span class="zh">横轴：按影响排序的异常；纵轴：其对已发布指标影响的累计占比。</span><span class="en">Across: exceptions by effect. Up: their share of all effects on published figures.</span></p>{{/effects}}
    </div>
    <div>
    <h2><span class="zh">按区县</span><span class="en">By district</span></h2>
    <table class="plain"><thead><tr><th><span class="zh">区县</span><span class="en">District</span></th><th class="n"><span class="zh">错误</span><span class="en">Errors</span></th><th class="n"><span class="zh">疑问</span><span class="en">Queries</span></th><th class="n"><span class="zh">提示</span><span class="en">Notes</span></th><th class="stacked"></th></tr></thead>
    <tbody>{{#areas}}<tr><td><a href="#exceptions" data-filter="area={{#code}}{{code}}{{/code}}{{^code}}-{{/code}}"><span class="zh">{{zh}}</span><span class="en">{{en}}</span></a> <code>{{code}}</code></td><td class="n">{{errors}}</td><td class="n">{{queries}}</td><td class="n">{{notes}}</td><td class="stacked">{{{stack}}}</td></tr>
    {{/areas}}</tbody></table>
    </div>
    </section>
    <section>
    <h2><span class="zh">按文件</span><span class="en">By file</span></h2>
    <details><summary><span class="zh">{{table_count}} 张表的收录情况</span><span class="en">What became of {{table_count}} tables</span></summary><div class="scroll"><table class="plain"><thead><tr><th><span class="zh">文件</span><span class="en">File</span></th><th><span class="zh">数据集</span><span class="en">Dataset</span></th><th class="n"><span class="zh">读取</span><span class="en">Read</span></th><th class="n"><span class="zh">采用</span><span class="en">Accepted</span></th><th class="n"><span class="zh">拒绝</span><span class="en">Rejected</span></th><th class="n"><span class="zh">替代</span><span class="en">Superseded</span></th><th class="n"><span class="zh">剔除、撤回</span><span class="en">Excluded, withdrawn</span></th><th class="n"><span class="zh">非记录</span><span class="en">Not records</span></th><th class="n"><span class="zh">错误</span><span class="en">Errors</span></th><th class="n"><span class="zh">疑问</span><span class="en">Queries</span></th><th class="n"><span class="zh">提示</span><span class="en">Notes</span></th></tr></thead>
    <tbody>{{#tables}}<tr><td class="file">{{file}}{{#sheet}} <span class="sheet">{{sheet}}</span>{{/sheet}}</td><td><span class="zh">{{dataset_zh}}</span><span class="en">{{dataset_en}}</span></td><td class="n">{{read}}</td><td class="n">{{accepted}}</td><td class="n">{{rejected}}</td><td class="n">{{superseded}}</td><td class="n">{{others}}</td><td class="n">{{not_records}}</td><td class="n">{{errors}}</td><td class="n">{{queries}}</td><td class="n">{{notes}}</td></tr>
    {{/tables}}</tbody></table></div></details>
    </section>
    <section id="exceptions">
    <h2><span class="zh">异常清单</span><span class="en">Exceptions</span></h2>
    <div class="tools">
    <input type="search" id="search" autocomplete="off" data-zh="搜索企业、编号、文件、说明……" data-en="Search subjects, numbers, files, messages…" placeholder="搜索企业、编号、文件、说明……" aria-label="搜索 Search">
    <select id="severity" aria-label="严重程度 Severity"><option value="" data-zh="全部程度" data-en="All severities">全部程度</option><option value="error" data-zh="强制性错误" data-en="Errors">强制性错误</option><option value="query" data-zh="核实性疑问" data-en="Queries">核实性疑问</option><option value="note" data-zh="提示" data-en="Notes">提示</option></select>
    <select id="area" aria-label="区县 District"><option value="" data-zh="全部区县" data-en="All districts">全部区县</option>{{#areas}}<option value="{{#code}}{{code}}{{/code}}{{^code}}-{{/code}}" data-zh="{{zh}}" data-en="{{en}}">{{zh}}</option>{{/areas}}</select>
    <select id="sender" aria-label="报送单位 Sender"><option value="" data-zh="全部报送单位" data-en="All senders">全部报送单位</option>{{#senders}}<option value="{{#code}}{{code}}{{/code}}{{^code}}-{{/code}}" data-zh="{{zh}}" data-en="{{en}}">{{zh}}</option>{{/senders}}</select>
    <select id="rule" aria-label="规则 Rule"><option value="" data-zh="全部规则" data-en="All rules">全部规则</option>{{#rules}}<option value="{{id}}" data-zh="{{id}} {{zh}}" data-en="{{id}} {{en}}">{{id}} {{zh}}</option>{{/rules}}</select>
    <select id="state" aria-label="状态 State"><option value="" data-zh="全部状态" data-en="All states">全部状态</option>{{#states}}<option value="{{name}}" data-zh="{{zh}}" data-en="{{en}}">{{zh}}</option>{{/states}}</select>
    <select id="sort" aria-label="排序 Order"><option value="rank" data-zh="按影响排序" data-en="By effect">按影响排序</option><option value="severity" data-zh="按程度排序" data-en="By severity">按程度排序</option><option value="area" data-zh="按区县排序" data-en="By district">按区县排序</option><option value="rule" data-zh="按规则排序" data-en="By rule">按规则排序</option><option value="file" data-zh="按位置排序" data-en="By place">按位置排序</option></select>
    <button type="button" id="reset"><span class="zh">清除</span><span class="en">Clear</span></button>
    <button type="button" id="print"><span class="zh">按区县打印</span><span class="en">Print by district</span></button>
    <p class="count"><span class="zh">显示 <b class="visible">{{listed}}</b> 条，共 {{total}} 条</span><span class="en"><b class="visible">{{listed}}</b> shown of {{total}}</span></p>
    </div>
    {{#capped}}<p class="capped"><span class="zh">异常共 {{total}} 条，本页只列出前 {{listed}} 条，上方合计包含全部；完整清单见 exceptions.csv.gz。</span><span class="en">Of {{total}} exceptions the first {{listed}} are listed here; the totals above count all. exceptions.csv.gz has the full list.</span></p>{{/capped}}
    {{#empty}}<p class="capped good"><span class="zh">没有异常：读取的每一行都通过了全部检查。</span><span class="en">There are no exceptions: every row passed every check.</span></p>{{/empty}}
    <table class="list"{{#empty}} hidden{{/empty}}><thead><tr><th class="c0 n" data-sort="rank"><span class="zh">序号</span><span class="en">Rank</span></th><th class="c1" data-sort="severity"><span class="zh">程度</span><span class="en">Severity</span></th><th class="c2" data-sort="area"><span class="zh">对象</span><span class="en">Subject</span></th><th class="c3" data-sort="rule"><span class="zh">问题与处理</span><span class="en">What is wrong, what to do</span></th><th class="c4"><span class="zh">填报值</span><span class="en">As reported</span></th><th class="c5"><span class="zh">应为／差额</span><span class="en">Expected / difference</span></th><th class="c6" data-sort="file"><span class="zh">位置</span><span class="en">Place</span></th></tr></thead>
    <tbody id="list">{{#rows}}<tr id="x{{id}}" class="{{severity}}"><td class="n rank"><b>{{rank}}</b></td><td><span class="tag {{severity}}"><span class="zh">{{severity_zh}}</span><span class="en">{{severity_en}}</span></span></td><td><span class="subject">{{subject}}</span><small><span class="zh">{{area_zh}}</span><span class="en">{{area_en}}</span> {{period}}</small></td><td><span class="zh">{{message_zh}}</span><span class="en">{{message_en}}</span><small><code>{{rule}}</code> <span class="zh">{{field_zh}}</span><span class="en">{{field_en}}</span></small></td><td class="v">{{value}}{{#normalized_zh}}<small><span class="zh">规范值 {{normalized_zh}}</span><span class="en">read as {{normalized_en}}</span></small>{{/normalized_zh}}</td><td class="v"><span class="zh">{{expected_zh}}</span><span class="en">{{expected_en}}</span>{{#difference_zh}}<small>Δ <span class="zh">{{difference_zh}}</span><span class="en">{{difference_en}}</span></small>{{/difference_zh}}{{#suggestion}}<small class="suggestion"><span class="zh">可能应为</span><span class="en">perhaps</span> <b>{{suggestion}}</b></small>{{/suggestion}}</td><td class="place">{{#row}}<b><span class="zh">第 {{row}} 行{{#column}} {{column}} 列{{/column}}</span><span class="en">row {{row}}{{#column}}, column {{column}}{{/column}}</span></b>{{/row}}{{^row}}{{#column}}<b><span class="zh">{{column}} 列</span><span class="en">column {{column}}</span></b>{{/column}}{{/row}}<small>{{file}}{{#sheet}} <span class="sheet">{{sheet}}</span>{{/sheet}}</small></td></tr>
    {{/rows}}</tbody></table>
    <p id="none" class="capped" hidden><span class="zh">没有符合条件的异常。换一个条件，或按“清除”。</span><span class="en">No exception matches. Change a condition, or clear them all.</span></p>
    <nav id="pages" class="pages" hidden><button type="button" id="previous"><span class="zh">上一页</span><span class="en">Previous</span></button><span id="at"></span><button type="button" id="next"><span class="zh">下一页</span><span class="en">Next</span></button></nav>
    {{#partly}}<noscript><p class="capped"><span class="zh">浏览器未启用脚本，这里只显示前 {{written}} 条；完整清单见 exceptions.xlsx 和 exceptions.csv.gz。</span><span class="en">Without scripts the first {{written}} are shown; exceptions.xlsx and exceptions.csv.gz have all.</span></p></noscript>{{/partly}}
    </section>
    </main>
    <div class="paper wide"><div class="paper-tools"><button type="button" id="paper"><span class="zh">打印</span><span class="en">Print</span></button><button type="button" id="back"><span class="zh">返回</span><span class="en">Back</span></button></div><div id="sheets"></div></div>
    <footer class="wide"><span class="zh">内部资料，含调查对象数据，请勿外传。</span><span class="en">Contains respondents’ data. For internal use only.</span></footer>
    <script type="application/json" id="data">{{{data}}}</script>
    {{#changes}}<script src="{{changes}}"></script>
    {{/changes}}<script>\#(escapedScript)</script>
    </body>
    </html>

    """#

/// What HTML 4 takes for the end of a script, `</`, is written so that it stands only in texts of the script.
private let escapedScript = exceptionsPageScript.split(separator: "</", omittingEmptySubsequences: false).joined(
    separator: "<\\/")
