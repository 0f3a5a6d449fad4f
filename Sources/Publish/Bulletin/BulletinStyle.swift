/// How the page of bulletins looks: a sheet of paper on a screen, and a sheet of paper on paper.
let bulletinStyle = """
    :root{--ink:#1d2733;--soft:#5d6b7a;--line:#dde2e8;--faint:#f5f7f9;--blue:#1f4470;--bar:#b9c8da}
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%;scroll-padding-top:64px}
    body{margin:0;background:#eceff3;color:var(--ink);font:16px/1.9 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC","WenQuanYi Zen Hei",system-ui,sans-serif;font-variant-numeric:tabular-nums}
    header{background:#fff;border-top:4px solid var(--blue);border-bottom:1px solid var(--line)}
    header div,main{max-width:900px;margin:0 auto;padding:0 56px}
    header div{padding-top:28px;padding-bottom:22px}
    h1,article h2,#definitions h2{font-family:"Songti SC","STSong","Noto Serif CJK SC","Source Han Serif SC","SimSun",serif;color:var(--blue);letter-spacing:.02em}
    h1{margin:2px 0 8px;font-size:29px;font-weight:600;line-height:1.35}
    .agency{margin:0;color:var(--soft);font-size:12px;letter-spacing:.12em}
    .facts{margin:0;color:var(--soft);font-size:14px}.facts b{color:var(--ink);font-weight:600}
    .facts i{display:inline-block;width:1px;height:11px;background:#c3cad2;margin:0 14px}
    nav{position:sticky;top:0;z-index:1;background:#fff;border-bottom:1px solid var(--line);padding:8px 24px;display:flex;flex-wrap:wrap;justify-content:center;gap:2px 4px;font-size:13px;line-height:1.5;max-height:116px;overflow:auto}
    nav a{color:var(--soft);text-decoration:none;padding:3px 9px;border-radius:4px}nav a:hover{background:var(--faint);color:var(--blue)}
    nav .head{color:var(--blue);font-weight:600}
    main{padding-top:28px;padding-bottom:60px}
    article,#definitions{background:#fff;border:1px solid var(--line);border-radius:3px;padding:44px 60px 36px;margin:0 -56px 26px;box-shadow:0 1px 4px rgba(29,39,51,.05)}
    article h2,#definitions h2{margin:0 0 22px;font-size:25px;font-weight:600;line-height:1.4;text-align:center}
    article h3{margin:26px 0 8px;font-size:17px;font-weight:700;color:var(--blue);padding-left:11px;border-left:3px solid var(--blue);line-height:1.5}
    article h4{margin:16px 0 4px;font-size:16px}
    p{margin:0 0 10px;text-align:justify}
    [lang|=zh] article p{text-indent:2em}
    ul{margin:0 0 12px;padding-left:1.4em}
    blockquote{margin:0 0 18px;padding:10px 18px;background:var(--faint);color:var(--soft);font-size:14px}
    a.f{color:inherit;text-decoration:underline;text-decoration-color:#a9bbd0;text-decoration-thickness:1px;text-underline-offset:4px;font-weight:600}
    a.f:hover{color:var(--blue);text-decoration-color:var(--blue)}
    figure{margin:16px 0 20px;break-inside:avoid}
    figcaption{font-size:13.5px;color:var(--soft);text-align:center;margin-bottom:6px}
    svg{display:block;width:100%;max-width:680px;margin:0 auto;font-size:13px}
    svg text{fill:var(--ink)}svg rect{fill:var(--bar)}svg rect.own{fill:var(--blue)}svg text.own{font-weight:700;fill:var(--blue)}
    svg text.none{fill:#8a95a1;font-size:12px}svg line{stroke:#98a5b3;stroke-width:1}
    details{margin-top:26px;border-top:1px solid var(--line);padding-top:10px;font-size:13px;line-height:1.6}
    summary{cursor:pointer;color:var(--soft)}
    table{border-collapse:collapse;width:100%;margin-top:8px}
    th{font-weight:600;text-align:left;color:var(--soft);white-space:nowrap}th,td{padding:4px 8px 4px 0;border-bottom:1px solid var(--line);vertical-align:top}
    td.v,th:nth-child(5){text-align:right;white-space:nowrap;padding-right:14px}
    td a{color:var(--blue);text-decoration:none}
    tr:target,dt:target{background:#fff6d8}
    dt{margin-top:14px;font-weight:700}dt code{font:12px ui-monospace,Menlo,Consolas,monospace;color:var(--soft);font-weight:400;margin-left:8px}
    dd{margin:2px 0 0;font-size:13.5px;line-height:1.7;color:#3c4855}dd span{display:inline-block;margin-right:18px}
    @media(max-width:760px){header div,main{padding-left:18px;padding-right:18px}article,#definitions{margin-left:-18px;margin-right:-18px;padding:26px 18px}td:nth-child(6),th:nth-child(6){display:none}}
    @page{size:A4;margin:20mm 18mm}
    @media print{body{background:#fff;font-size:11pt;line-height:1.65}nav{display:none}header{border-top-width:2pt}header div{padding:0 0 10pt}header div,main{max-width:none;padding-left:0;padding-right:0}main{padding-top:14pt}
    article,#definitions{border:0;box-shadow:none;margin:0;padding:0;break-before:page}article:first-child{break-before:auto}
    article h3{break-after:avoid}a.f{text-decoration:none;font-weight:inherit}details{font-size:8.5pt}details:not([open]){display:none}tr{break-inside:avoid}
    article h3{margin-top:14pt}figure{margin:4pt 0 8pt}svg{max-width:118mm;-webkit-print-color-adjust:exact;print-color-adjust:exact}}
    """
