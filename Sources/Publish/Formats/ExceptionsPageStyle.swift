/// How the page of exceptions looks: fonts of the reader's system, one ink, three colours that mean something.
let exceptionsPageStyle = """
    :root{--ink:#1c2733;--soft:#5d6b7a;--line:#dde2e8;--faint:#f4f6f8;--blue:#1f4470;--error:#b3261e;--query:#9a6500;--note:#54708f;--ok:#2f6b4f}
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%}
    [data-language=en] body{font-family:"Segoe UI",Roboto,"Helvetica Neue",Arial,"Liberation Sans","DejaVu Sans","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
    body{margin:0;background:#fff;color:var(--ink);font:14px/1.6 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC","WenQuanYi Zen Hei",system-ui,sans-serif;font-variant-numeric:tabular-nums}
    .wide{max-width:1440px;margin:0 auto;padding:0 32px}
    [data-language=zh] .en,[data-language=en] .zh{display:none}
    [data-language=zh] h2 .en{display:inline;color:var(--soft);font-weight:400;font-size:13px;margin-left:10px;letter-spacing:0}
    .top{border-top:4px solid var(--blue);border-bottom:1px solid var(--line);background:var(--faint)}
    .top .wide{display:flex;justify-content:space-between;align-items:flex-start;gap:24px;padding-top:26px;padding-bottom:22px}
    h1{margin:2px 0 8px;font:600 27px/1.35 "Songti SC","STSong","Noto Serif CJK SC","Source Han Serif SC","SimSun",serif;color:var(--blue);letter-spacing:.02em}
    .agency{margin:0;color:var(--soft);font-size:12px;letter-spacing:.12em}
    .facts{margin:0;color:var(--soft)}
    .facts b{color:var(--ink);font-weight:600}
    .facts i{display:inline-block;width:1px;height:11px;background:#c3cad2;margin:0 14px}
    .state{color:var(--ok);font-weight:600}.state.held{color:var(--error)}
    .switch{display:flex;border:1px solid #c3cad2;border-radius:4px;overflow:hidden;flex:none}
    .switch button{border:0;background:#fff;padding:5px 14px;font:inherit;font-size:13px;color:var(--soft);cursor:pointer}
    [data-language=zh] .switch [data-to=zh],[data-language=en] .switch [data-to=en]{background:var(--blue);color:#fff}
    .cards{display:grid;grid-template-columns:repeat(9,1fr);margin:28px 0 30px;border:1px solid var(--line);border-radius:6px}
    .card{padding:14px 16px 12px;border-left:1px solid var(--line);min-width:0}
    .card:first-child{border-left:0}
    .card.first{border-left:3px double #b9c2cc}
    .card .label{display:block;color:var(--soft);font-size:12.5px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
    .card b{font-size:24px;line-height:1.35;font-weight:600}
    .card.error b{color:var(--error)}.card.query b{color:var(--query)}.card.note b{color:var(--note)}
    .bar{grid-column:1/-1;display:flex;height:5px;background:var(--line);border-radius:0 0 5px 5px;overflow:hidden}
    .bar span{display:block;min-width:2px}
    .dot{display:inline-block;width:8px;height:8px;border-radius:2px;margin-right:7px;background:var(--soft)}
    .accepted{background:#4f7ea8}.rejected{background:var(--error)}.superseded{background:#b8a06a}.others{background:#8a7a99}.not-records{background:#c5ccd4}
    .dot.error{background:var(--error)}.dot.query{background:var(--query)}.dot.note{background:var(--note)}
    .gate{margin:-8px 0 22px;padding:9px 14px;border-left:3px solid var(--error);background:#fbf2f1}
    .pair{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:40px}
    section{margin-bottom:32px}
    h2{margin:0 0 10px;font-size:17px;font-weight:600;color:var(--blue);letter-spacing:.03em}
    table{border-collapse:collapse;width:100%}
    th{font-weight:500;color:var(--soft);font-size:12.5px;text-align:left;padding:6px 10px;border-bottom:1px solid #b9c2cc;vertical-align:bottom;background:#fff}
    td{padding:6px 10px;border-bottom:1px solid var(--line);vertical-align:top}
    th:first-child,td:first-child{padding-left:2px}
    .n{text-align:right;white-space:nowrap}
    code{font:12px ui-monospace,"SF Mono",Menlo,Consolas,monospace;color:var(--soft)}
    .meter{position:relative}
    .meter b{font-weight:600}
    .meter i{position:absolute;right:10px;bottom:2px;height:2px;max-width:calc(100% - 20px);background:#9db2c8}
    td.meter:first-child i{right:auto;left:2px}
    .scroll{overflow-x:auto}
    .file{word-break:break-all}
    .sheet{color:var(--soft)}.sheet::before{content:"› "}
    .tools{position:sticky;top:0;z-index:2;display:flex;gap:10px;align-items:center;padding:10px 0;background:#fff;border-bottom:1px solid var(--line);flex-wrap:wrap}
    .tools input,.tools select,.tools button{height:34px;border:1px solid #c3cad2;border-radius:4px;background:#fff;color:var(--ink);font:inherit;font-size:13px;padding:0 10px}
    .tools input{flex:1 1 260px;min-width:200px}
    .tools select{max-width:230px}
    .tools button{cursor:pointer;color:var(--blue)}
    .tools :focus-visible,.switch :focus-visible{outline:2px solid #7ea2c9;outline-offset:1px}
    .count{margin:0 0 0 auto;color:var(--soft);white-space:nowrap}.count b{color:var(--ink)}
    .capped{color:var(--soft);background:var(--faint);padding:9px 14px;margin:12px 0;border-radius:4px}
    .list{table-layout:fixed}
    .list td{padding-top:9px;padding-bottom:9px;overflow-wrap:anywhere}
    .list tbody tr:hover{background:#f8fafc}
    .c1{width:92px}.c2{width:15%}.c4{width:13%}.c5{width:12%}.c6{width:12%}.c7{width:17%}
    small{display:block;color:var(--soft);font-size:12px}
    .tag{display:inline-block;padding:0 7px;border-radius:3px;font-size:12px;line-height:20px;white-space:nowrap;border:1px solid}
    .tag.error{color:var(--error);background:#fcf1f0;border-color:#ecc5c2}.tag.query{color:var(--query);background:#fdf6e7;border-color:#ead6ab}.tag.note{color:var(--note);background:#f2f6fa;border-color:#cad6e3}
    .v{white-space:pre-wrap}.place b{font-weight:500}
    footer{color:var(--soft);font-size:12px;border-top:1px solid var(--line);padding-top:14px;padding-bottom:40px}
    @media screen and (max-width:1180px){.cards{grid-template-columns:repeat(6,1fr)}.card.first{border-left:0}.card.error,.card.query,.card.note{grid-column:span 2;border-top:1px solid var(--line)}.wide{padding:0 20px}.pair{gap:24px}}
    @media screen and (max-width:860px){.pair{grid-template-columns:minmax(0,1fr)}.list{table-layout:auto}.cards{grid-template-columns:repeat(3,1fr)}.card.error,.card.query,.card.note{grid-column:span 1}}
    @media print{@page{size:A4 landscape;margin:12mm}body{font-size:9.5pt}.switch,.tools,.bar{display:none}.wide{max-width:none;padding:0}.top{background:none}.cards{grid-template-columns:repeat(9,1fr)}thead{display:table-header-group}tr{break-inside:avoid}.pair{gap:20px}.cards{margin:14px 0}.card b{font-size:15pt}a{color:inherit}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
    """

/// What the page does: filters, search and the change of language. Rows are in the page already, so it can be read without.
let exceptionsPageScript = """
    (function () {
      "use strict";
      var root = document.documentElement;
      var rows = Array.prototype.slice.call(document.querySelectorAll(".list tbody tr"));
      var texts = rows.map(function (row) { return row.textContent.toLowerCase(); });
      var boxes = ["search", "severity", "rule", "area"].map(function (id) { return document.getElementById(id); });
      var visible = document.querySelectorAll(".visible");
      function grouped(n) { return String(n).replace(/\\B(?=(\\d{3})+$)/g, ","); }
      function filter() {
        var words = boxes[0].value.toLowerCase().split(/\\s+/).filter(Boolean);
        var count = 0;
        rows.forEach(function (row, i) {
          var d = row.dataset;
          var show = (!boxes[1].value || d.s === boxes[1].value) && (!boxes[2].value || d.r === boxes[2].value) &&
            (!boxes[3].value || d.a === boxes[3].value) &&
            words.every(function (word) { return texts[i].indexOf(word) >= 0; });
          row.hidden = !show;
          if (show) { count += 1; }
        });
        visible.forEach(function (b) { b.textContent = grouped(count); });
        document.getElementById("none").hidden = count > 0 || rows.length === 0;
      }
      function speak(language) {
        root.dataset.language = language;
        root.lang = language === "zh" ? "zh-CN" : "en";
        document.querySelectorAll("option[data-zh]").forEach(function (o) { o.textContent = o.dataset[language]; });
        boxes[0].placeholder = boxes[0].dataset[language];
      }
      boxes.forEach(function (box) { box.addEventListener("input", filter); });
      document.getElementById("reset").addEventListener("click", function () {
        boxes.forEach(function (box) { box.value = ""; });
        filter();
      });
      document.querySelectorAll(".switch button").forEach(function (button) {
        button.addEventListener("click", function () { speak(button.dataset.to); });
      });
      speak(root.dataset.language);
    }());
    """
