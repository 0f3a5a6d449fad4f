/// How the page of exceptions looks: fonts of the reader's system, one ink, three colours that mean something.
let exceptionsPageStyle = """
    :root{--ink:#1c2733;--soft:#5d6b7a;--line:#dde2e8;--faint:#f4f6f8;--blue:#1f4470;--error:#b3261e;--query:#9a6500;--note:#54708f;--ok:#2f6b4f}
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%}
    [data-language=en] body{font-family:"Segoe UI",Roboto,"Helvetica Neue",Arial,"Liberation Sans","DejaVu Sans","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
    body{margin:0;background:#fff;color:var(--ink);font:14px/1.6 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC","WenQuanYi Zen Hei",system-ui,sans-serif;font-variant-numeric:tabular-nums}
    .wide{max-width:1640px;margin:0 auto;padding:0 32px}
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
    a.card{color:inherit;text-decoration:none}
    a.card:hover,a.card.chosen{background:var(--faint)}
    .card.first{border-left:3px double #b9c2cc}
    .card .label{display:block;color:var(--soft);font-size:12.5px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
    .card b{font-size:24px;line-height:1.35;font-weight:600}
    .card.error b{color:var(--error)}.card.query b{color:var(--query)}.card.note b{color:var(--note)}
    .bar{grid-column:1/-1;height:6px;background:var(--line);border-radius:0 0 5px 5px;overflow:hidden}
    .stack{display:block;width:100%;height:100%}
    .stack .accepted{fill:#4f7ea8}.stack .rejected,.stack .error{fill:var(--error)}.stack .superseded{fill:#b8a06a}.stack .others{fill:#8a7a99}.stack .not-records{fill:#c5ccd4}
    .stack .error{fill:#c8645d}.stack .query{fill:#d9b25f}.stack .note{fill:#a9bccf}
    .rules{table-layout:fixed}.rules th:nth-child(1),.rules td:nth-child(1){width:52%;overflow-wrap:anywhere}.rules .n{width:9%}.rules .stacked{width:12%}
    .stacked{width:22%;min-width:70px;padding-right:0}
    td.stacked{vertical-align:middle}
    td.stacked .stack{height:10px}
    .effects{display:block;width:100%;max-width:760px;height:auto}
    .effects text{font-size:11.5px;fill:var(--soft)}
    .effects .grid{stroke:var(--line)}
    .effects .area{fill:#e9f0f7}.effects .curve{fill:none;stroke:var(--blue);stroke-width:2}
    .effects line.cut{stroke:var(--error);stroke-dasharray:4 3}.effects text.cut{fill:var(--error)}
    h2.second{margin-top:28px}
    .caption{margin:2px 0 0;color:var(--soft);font-size:12px}
    .plain td a{color:inherit;text-decoration:none;border-bottom:1px dotted #b9c2cc}
    .plain td a:hover,.plain td a.chosen{color:var(--blue);border-bottom-style:solid}
    .first h2{margin-bottom:2px}
    .advice{margin:0 0 6px;color:var(--soft)}
    .first td small{color:var(--soft)}
    .first td:last-child small{display:block;overflow-wrap:anywhere}
    .first table{table-layout:fixed}
    .first th:nth-child(1){width:52px}.first th:nth-child(2){width:104px}.first th:nth-child(4){width:27%}.first th:nth-child(5){width:76px}.first th:nth-child(6){width:16%}
    .first td:nth-child(3) a{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden;border:0}
    .changes dl{display:flex;margin:0;border:1px solid var(--line);border-radius:6px}
    .changes dl div{flex:1;padding:10px 16px;border-left:1px solid var(--line)}
    .changes dl div:first-child{border-left:0}
    .changes dt{color:var(--soft);font-size:12.5px}
    .changes dd{margin:0;font-size:20px;font-weight:600}
    .changes .new dd{color:var(--error)}.changes .resolved dd{color:var(--ok)}.changes .changed dd{color:var(--query)}
    .changes h2 b{font-weight:600}
    details summary{cursor:pointer;color:var(--blue);padding:8px 0}
    .dot{display:inline-block;width:8px;height:8px;border-radius:2px;margin-right:7px;background:var(--soft)}
    .dot.accepted{background:#4f7ea8}.dot.rejected{background:var(--error)}.dot.superseded{background:#b8a06a}.dot.others{background:#8a7a99}.dot.not-records{background:#c5ccd4}
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
    .scroll{overflow-x:auto}
    .file{word-break:break-all}
    .sheet{color:var(--soft)}.sheet::before{content:"› "}
    .tools{display:none}.live .tools{position:sticky;top:0;z-index:2;display:flex;gap:10px;align-items:center;padding:10px 0;background:#fff;border-bottom:1px solid var(--line);flex-wrap:wrap}
    .tools input,.tools select,.tools button{height:34px;border:1px solid #c3cad2;border-radius:4px;background:#fff;color:var(--ink);font:inherit;font-size:13px;padding:0 10px}
    .tools input{flex:1 1 220px;min-width:180px}
    .tools select{max-width:168px}
    .tools button{cursor:pointer;color:var(--blue)}
    .tools :focus-visible,.switch :focus-visible{outline:2px solid #7ea2c9;outline-offset:1px}
    .count{margin:0 0 0 auto;color:var(--soft);white-space:nowrap}.count b{color:var(--ink)}
    .capped{color:var(--soft);background:var(--faint);padding:9px 14px;margin:12px 0;border-radius:4px}
    .list{table-layout:fixed}
    .list td{padding-top:9px;padding-bottom:9px;overflow-wrap:anywhere}
    .list tbody tr:hover{background:#f8fafc}
    .c0{width:52px}.c1{width:104px}.c2{width:15%}.c4{width:13%}.c5{width:14%}.c6{width:18%}
    small{display:block;color:var(--soft);font-size:12px}
    .tag{display:inline-block;padding:0 7px;border-radius:3px;font-size:12px;line-height:20px;white-space:nowrap;border:1px solid}
    .tag.error{color:var(--error);background:#fcf1f0;border-color:#ecc5c2}.tag.query{color:var(--query);background:#fdf6e7;border-color:#ead6ab}.tag.state{color:var(--ok);background:#eff6f2;border-color:#c3dccf}.tag.new{color:#fff;background:#b3655f;border-color:#b3655f}.tag.changed{color:#fff;background:#a98436;border-color:#a98436}.tag.note{color:var(--note);background:#f2f6fa;border-color:#cad6e3}
    .v{white-space:pre-wrap}.place b{font-weight:500}
    .rank b{font-weight:600}
    .live th[data-sort]{cursor:pointer}.live th[data-sort]:hover{color:var(--blue)}
    th[aria-sort=ascending]{color:var(--blue)}th[aria-sort=ascending]::after{content:" ▴"}
    a.source{color:inherit;text-decoration:none;border-bottom:1px dotted #b9c2cc}a.source:hover{color:var(--blue)}
    .suggestion b{color:var(--ok);font-weight:600}.answer{color:var(--ok)}
    .capped.good{color:var(--ok);background:#eff6f2}
    .pages{display:flex;gap:16px;align-items:center;justify-content:center;margin-top:18px;color:var(--soft)}
    .pages[hidden]{display:none}
    .pages button,.paper-tools button{height:34px;padding:0 16px;border:1px solid #c3cad2;border-radius:4px;background:#fff;color:var(--blue);font:inherit;font-size:13px;cursor:pointer}
    .pages button:disabled{color:#b4bcc5;cursor:default}
    .paper,.printing main{display:none}.printing .paper{display:block;padding-top:20px}
    .printing .top{display:none}
    .paper-tools{display:flex;gap:10px;margin-bottom:18px}
    .sheet-of{margin-bottom:44px}
    .sheet-of h2{font-size:20px;margin-bottom:2px}.sheet-of h2 small{display:inline;font-weight:400;font-size:14px;margin-left:10px}
    .sheet-of p{color:var(--soft);margin:0 0 10px}.sheet-of p b{color:var(--ink);font-weight:600}
    .sheet-of p i{display:inline-block;width:1px;height:11px;background:#c3cad2;margin:0 14px}
    .sheet-of table{table-layout:fixed;font-size:12.5px}
    .sheet-of th,.sheet-of td{border:1px solid #b9c2cc;padding:5px 7px;overflow-wrap:anywhere}
    .sheet-of th:nth-child(1){width:4%}.sheet-of th:nth-child(2){width:8%}.sheet-of th:nth-child(3){width:15%}.sheet-of th:nth-child(4){width:24%}.sheet-of th:nth-child(5),.sheet-of th:nth-child(6){width:10%}.sheet-of th:nth-child(7){width:15%}
    .sheet-of small{font-size:.92em}
    .sheet-of .sign{margin-top:16px;color:var(--ink)}
    footer{color:var(--soft);font-size:12px;border-top:1px solid var(--line);padding-top:14px;padding-bottom:40px}
    @media screen and (max-width:1180px){.cards{grid-template-columns:repeat(6,1fr)}.card.first{border-left:0}.card.error,.card.query,.card.note{grid-column:span 2;border-top:1px solid var(--line)}.wide{padding:0 20px}.pair{gap:24px}}
    @media screen and (max-width:860px){.pair{grid-template-columns:minmax(0,1fr)}.list{table-layout:auto}.cards{grid-template-columns:repeat(3,1fr)}.card.error,.card.query,.card.note{grid-column:span 1}}
    @media print{@page{size:A4 landscape;margin:12mm}body{font-size:9.5pt}.switch,.live .tools,.pages,.paper-tools,footer{display:none}.sheet-of{break-after:page}.sheet-of:last-child{break-after:auto}.sheet-of table{font-size:8.5pt}.stack rect{print-color-adjust:exact}.wide{max-width:none;padding:0}.top{background:none}.cards{grid-template-columns:repeat(9,1fr)}thead{display:table-header-group}tr{break-inside:avoid}.pair{gap:20px}.cards{margin:14px 0}.card b{font-size:15pt}a{color:inherit}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
    """
