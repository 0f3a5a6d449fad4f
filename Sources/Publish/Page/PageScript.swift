/// What the page does: filters, search, order, pages, print view, and the change of language. The summary and the first
/// exceptions stand in the page without it.
let exceptionsPageScript = #"""
    (function () {
      "use strict";
      var started = window.performance && performance.now ? performance.now() : 0;
      var root = document.documentElement;
      var byId = function (id) { return document.getElementById(id); };
      var data = JSON.parse(byId("data").textContent);
      var total = data.rows.length;
      var changes = window.returnsChanges || null;
      var severities = [["error", ["强制性错误", "Error"]], ["query", ["核实性疑问", "Query"]], ["note", ["提示", "Note"]]];
      var ID = 0, RULE = 1, AREA = 2, SENDER = 3, STATE = 4, FILE = 5, SHEET = 6, ROW = 7, COLUMN = 8, SUBJECT = 9;
      var PERIOD = 10, FIELD = 11, VALUE = 12, NORMALIZED = 13, EXPECTED = 14, DIFFERENCE = 15, SUGGESTION = 16;
      var MESSAGE = 17, IMPACT = 18, FIGURES = 19, ANSWER = 20;
      var PAGE = 100;
      var state = { search: "", severity: "", area: "", sender: "", rule: "", state: "", sort: "rank", page: 1 };
      var boxes = ["search", "severity", "area", "sender", "rule", "state", "sort"].filter(byId);
      var order = [], shown = [], haystacks = null;
      for (var i = 0; i < total; i += 1) { order.push(i); }

      function language() { return root.dataset.language === "en" ? 1 : 0; }
      function say(zh, en) { return language() ? en : zh; }
      function text(value) { return typeof value === "string" ? value : value[language()]; }
      function grouped(n) { return String(n).replace(/\B(?=(\d{3})+$)/g, ","); }
      function escaped(value) {
        return String(value).replace(/[&<>"']/g, function (c) { return "&#" + c.charCodeAt(0) + ";"; });
      }
      function severity(row) { return data.rules[row[RULE]][1]; }
      function percent(share) {
        var n = Number(share) * 100;
        if (!share || !(n > 0)) { return ""; }
        return (n >= 10 ? n.toFixed(0) : n >= 0.1 ? n.toFixed(1) : n >= 0.01 ? n.toFixed(2) : "<0.01") + "%";
      }

      // New, still open or open with another value since the vintage before; nothing where there is none.
      var fresh = {}, changed = {};
      if (changes && changes.with) {
        changes.new.forEach(function (id) { fresh[id] = true; });
        changes.changed.forEach(function (id) { changed[id] = true; });
      }
      function since(row) { return fresh[row[ID]] ? "new" : changed[row[ID]] ? "changed" : "still"; }
      var words = { new: ["新增", "New"], changed: ["填报值已变", "Other value"], still: ["上期已有", "Still there"] };

      // The record's own district; where it has none, whoever sent it.
      function home(row) {
        var area = data.areas[row[AREA]], sender = data.senders[row[SENDER]];
        return area[0] || !sender[0] ? area : sender;
      }
      function place(row) {
        var sheet = data.sheets[row[SHEET]];
        var at = [];
        if (row[ROW] > 0) { at.push(say("第 " + row[ROW] + " 行", "row " + row[ROW])); }
        if (row[COLUMN]) { at.push(say(row[COLUMN] + " 列", "column " + row[COLUMN])); }
        return { file: data.files[row[FILE]], sheet: sheet, at: at.join(say(" ", ", ")) };
      }

      // Inputs lie beside outputs, wherever both are: outputs/2024-Q4/exceptions or outputs/vintages/2024-Q4/1/exceptions.
      var inputs = (function () {
        if (location.protocol !== "file:") { return ""; }
        var folder = location.pathname.replace(/\/[^\/]*\/[^\/]*$/, "");
        var outputs = folder.replace(/\/vintages\/[^\/]+\/\d+$/, "");
        if (outputs === folder) { outputs = folder.replace(/\/[^\/]+$/, ""); }
        return outputs.replace(/\/[^\/]+$/, "") + "/inputs/";
      }());
      function link(row) {
        var p = place(row);
        var name = escaped(p.file) + (p.sheet ? ' <span class="sheet">' + escaped(p.sheet) + "</span>" : "");
        if (!inputs || !p.file) { return name; }
        var cell = row[COLUMN] && row[ROW] > 0 ? row[COLUMN] + row[ROW] : "";
        var hash = p.sheet || cell ? "#" + encodeURIComponent(p.sheet + (p.sheet && cell ? "!" : "") + cell) : "";
        var path = p.file.split("/").map(encodeURIComponent).join("/");
        return '<a class="source" target="_blank" href="file://' + inputs + path + hash + '">' + name + "</a>";
      }
      function figures(row) {
        var all = row[FIGURES].map(function (entry) {
          return escaped(text(data.figures[entry[0]])) + (entry[1] ? " <b>" + escaped(entry[1]) + "</b>" : "");
        });
        var rest = all.length > 3 ? '<span title="' + all.slice(3).join("&#10;").replace(/<\/?b>/g, "") + '">' +
          say("；另 " + (all.length - 3) + " 项", "; " + (all.length - 3) + " more") + "</span>" : "";
        return all.slice(0, 3).join(say("；", "; ")) + rest;
      }

      function html(at) {
        var row = data.rows[at], kind = severities[severity(row)], rule = data.rules[row[RULE]], p = place(row);
        var value = text(row[NORMALIZED]), expected = text(row[EXPECTED]), difference = text(row[DIFFERENCE]);
        var status = data.states[row[STATE]], answer = text(row[ANSWER]), touched = figures(row);
        return '<tr id="x' + row[ID] + '" class="' + kind[0] + '"><td class="n rank"><b>' + grouped(at + 1) + "</b><small>" +
          percent(row[IMPACT]) + '</small></td><td><span class="tag ' + kind[0] + '">' + kind[1][language()] + "</span>" +
          (status[0] === "open" ? "" : ' <span class="tag state">' + escaped(text(status[1])) + "</span>") +
          (changes && changes.with && since(row) !== "still" ? ' <span class="tag ' + since(row) + '">' + words[since(row)][language()] + "</span>" : "") +
          '</td><td><span class="subject">' + escaped(row[SUBJECT]) + "</span><small>" + escaped(text(home(row)[1])) + " " +
          escaped(row[PERIOD]) + "</small></td><td>" + escaped(text(row[MESSAGE])) + "<small><code>" + escaped(rule[0]) + "</code> " +
          escaped(text(data.fields[row[FIELD]])) + "</small>" +
          (answer ? '<small class="answer">' + escaped(answer) + "</small>" : "") +
          (touched ? '<small class="figures">' + say("涉及：", "Feeds: ") + touched + "</small>" : "") +
          '</td><td class="v">' + escaped(row[VALUE]) +
          (value && value !== row[VALUE] ? "<small>" + say("规范值 ", "read as ") + escaped(value) + "</small>" : "") + '</td><td class="v">' +
          escaped(expected) + (difference ? "<small>Δ " + escaped(difference) + "</small>" : "") +
          (row[SUGGESTION] ? '<small class="suggestion">' + say("可能应为 ", "perhaps ") + "<b>" + escaped(row[SUGGESTION]) + "</b></small>" : "") +
          '</td><td class="place">' + (p.at ? "<b>" + escaped(p.at) + "</b>" : "") + "<small>" + link(row) + "</small></td></tr>";
      }

      function haystack(at) {
        var row = data.rows[at], p = place(row), both = function (v) { return typeof v === "string" ? v : v.join(" "); };
        return [row[ID], row[SUBJECT], row[VALUE], both(row[NORMALIZED]), both(row[EXPECTED]), row[SUGGESTION], both(row[MESSAGE]),
          data.rules[row[RULE]][0], both(home(row)[1]), both(data.fields[row[FIELD]]), p.file, p.sheet,
          row[COLUMN] + row[ROW], both(row[ANSWER])].join(" ").toLowerCase();
      }

      function keep() {
        var wanted = state.search.toLowerCase().split(/\s+/).filter(Boolean);
        if (wanted.length && !haystacks) { haystacks = order.slice().sort(function (a, b) { return a - b; }).map(haystack); }
        shown = order.filter(function (at) {
          var row = data.rows[at];
          return (!state.severity || severities[severity(row)][0] === state.severity) &&
            (!state.area || (data.areas[row[AREA]][0] || "-") === state.area) &&
            (!state.sender || (data.senders[row[SENDER]][0] || "-") === state.sender) &&
            (!state.rule || data.rules[row[RULE]][0] === state.rule) &&
            (!state.state || data.states[row[STATE]][0] === state.state || since(row) === state.state) &&
            wanted.every(function (word) { return haystacks[at].indexOf(word) >= 0; });
        });
      }

      var keys = {
        rank: function () { return 0; },
        severity: severity,
        area: function (row) { return data.areas[row[AREA]][0] || "~"; },
        rule: function (row) { return data.rules[row[RULE]][0]; },
        file: function (row) { return data.files[row[FILE]] + "\u0000" + data.sheets[row[SHEET]] + "\u0000" + ("000000000" + row[ROW]).slice(-9) + row[COLUMN].length + row[COLUMN]; }
      };
      function sort() {
        var key = keys[state.sort] || keys.rank;
        var values = data.rows.map(key);
        order.sort(function (a, b) { return values[a] < values[b] ? -1 : values[a] > values[b] ? 1 : a - b; });
      }

      function render() {
        var pages = Math.max(1, Math.ceil(shown.length / PAGE));
        state.page = Math.min(Math.max(1, state.page), pages);
        var first = (state.page - 1) * PAGE;
        byId("list").innerHTML = shown.slice(first, first + PAGE).map(html).join("");
        byId("none").hidden = shown.length > 0 || total === 0;
        document.querySelectorAll(".visible").forEach(function (b) { b.textContent = grouped(shown.length); });
        byId("pages").hidden = pages === 1;
        byId("at").textContent = say("第 " + state.page + " / " + pages + " 页", "page " + state.page + " of " + pages);
        byId("previous").disabled = state.page === 1;
        byId("next").disabled = state.page === pages;
        document.querySelectorAll("th[data-sort]").forEach(function (th) {
          th.setAttribute("aria-sort", th.dataset.sort === state.sort ? "ascending" : "none");
        });
        document.querySelectorAll("[data-filter]").forEach(function (a) {
          var parts = a.dataset.filter.split("=");
          a.classList.toggle("chosen", state[parts[0]] === parts[1] && parts[1] !== "");
        });
      }
      function update(resort) {
        if (resort) { sort(); }
        keep();
        render();
        var hash = boxes.filter(function (k) { return state[k] && state[k] !== "rank"; }).map(function (k) {
          return k + "=" + encodeURIComponent(state[k]);
        }).join("&");
        // A link to what is shown; browsers that refuse it to files go without.
        try { history.replaceState(null, "", hash ? "#" + hash : location.pathname); } catch (error) { hash = ""; }
      }
      function fill() { boxes.forEach(function (id) { byId(id).value = state[id]; }); }
      function readHash() {
        boxes.forEach(function (id) { state[id] = id === "sort" ? "rank" : ""; });
        location.hash.slice(1).split("&").forEach(function (part) {
          var at = part.indexOf("="), name = part.slice(0, at);
          if (boxes.indexOf(name) >= 0) {
            try { state[name] = decodeURIComponent(part.slice(at + 1)); } catch (error) { state[name] = ""; }
          }
        });
        fill();
      }

      // The view that is printed: a sheet per district, with room for the sender's word.
      function sheets() {
        var groups = {}, names = {};
        shown.forEach(function (at) {
          var area = home(data.rows[at]), code = area[0] || "~";
          if (!groups[code]) { groups[code] = []; names[code] = area[1]; }
          groups[code].push(at);
        });
        var title = document.querySelector("h1 ." + (language() ? "en" : "zh")).textContent;
        var facts = document.querySelector(".facts").cloneNode(true);
        facts.querySelectorAll(".state," + (language() ? ".zh" : ".en")).forEach(function (part) { part.remove(); });
        byId("sheets").innerHTML = Object.keys(groups).sort().map(function (area) {
          var count = [0, 0, 0];
          groups[area].forEach(function (at) { count[severity(data.rows[at])] += 1; });
          return '<section class="sheet-of"><h2>' + escaped(text(names[area])) + " <small>" + escaped(title) + "</small></h2><p>" +
            facts.innerHTML + severities.map(function (kind, i) { return kind[1][language()] + " <b>" + grouped(count[i]) + "</b>"; }).join("　") +
            '</p><table class="plain"><thead><tr><th>' + [say("序号", "Rank"), say("程度", "Severity"), say("对象", "Subject"), say("问题", "What is wrong"),
            say("填报值", "As reported"), say("应为", "Expected"), say("位置", "Place"), say("说明（报送单位填写）", "Explanation (sender)")].join("</th><th>") +
            "</th></tr></thead><tbody>" + groups[area].map(function (at) {
              var row = data.rows[at], p = place(row);
              return "<tr><td>" + [grouped(at + 1), severities[severity(row)][1][language()], escaped(row[SUBJECT]), escaped(text(row[MESSAGE])),
                escaped(row[VALUE]), escaped(text(row[EXPECTED])) + (row[SUGGESTION] ? "<small>" + say("可能应为 ", "perhaps ") + escaped(row[SUGGESTION]) + "</small>" : ""),
                escaped(p.at) + "<small>" + escaped(p.file) + (p.sheet ? " › " + escaped(p.sheet) : "") + "</small>", ""].join("</td><td>") + "</td></tr>";
            }).join("") + '</tbody></table><p class="sign">' + say("填表人：＿＿＿＿＿＿　　审核人：＿＿＿＿＿＿　　日期：＿＿＿＿年＿＿月＿＿日", "Filled in by: ____________   Checked by: ____________   Date: ____________") + "</p></section>";
        }).join("");
        document.body.classList.add("printing");
        window.scrollTo(0, 0);
      }

      // What changed since the vintage before.
      function compare() {
        if (!changes || !changes.with) { return; }
        byId("changes").hidden = false;
        byId("c-with").textContent = changes.with;
        ["new", "still", "changed", "resolved"].forEach(function (kind) { byId("c-" + kind).textContent = grouped(changes.count[kind]); });
        byId("resolved").innerHTML = changes.resolved.map(function (line) {
          return "<tr>" + line.map(function (cell) { return "<td>" + escaped(cell) + "</td>"; }).join("") + "</tr>";
        }).join("");
        byId("c-more").hidden = changes.count.resolved <= changes.resolved.length;
        byId("c-list").hidden = changes.resolved.length === 0;
        var select = byId("state");
        Object.keys(words).forEach(function (kind) {
          var option = document.createElement("option");
          option.value = kind;
          option.dataset.zh = words[kind][0];
          option.dataset.en = words[kind][1];
          select.appendChild(option);
        });
      }

      function speak(language) {
        root.dataset.language = language;
        root.lang = language === "zh" ? "zh-CN" : "en";
        document.title = document.querySelector("h1 ." + language).textContent + " " + byId("period").textContent;
        document.querySelectorAll("option[data-zh]").forEach(function (o) { o.textContent = o.dataset[language]; });
        byId("search").placeholder = byId("search").dataset[language];
        document.querySelectorAll(".switch button").forEach(function (b) { b.setAttribute("aria-pressed", String(b.dataset.to === language)); });
        render();
        if (document.body.classList.contains("printing")) { sheets(); }
      }

      boxes.forEach(function (id) {
        var waiting = 0;
        byId(id).addEventListener("input", function () {
          clearTimeout(waiting);
          waiting = setTimeout(function () { state[id] = byId(id).value; state.page = 1; update(id === "sort"); }, id === "search" ? 120 : 0);
        });
      });
      document.addEventListener("click", function (event) {
        var a = event.target.closest ? event.target.closest("[data-filter],th[data-sort],[data-to]") : null;
        if (!a) { return; }
        if (a.dataset.to) { speak(a.dataset.to); return; }
        if (a.dataset.sort) { state.sort = a.dataset.sort; } else {
          event.preventDefault();
          var parts = a.dataset.filter.split("=");
          state[parts[0]] = state[parts[0]] === parts[1] ? "" : parts[1];
          byId("exceptions").scrollIntoView();
        }
        state.page = 1;
        fill();
        update(true);
      });
      byId("reset").addEventListener("click", function () {
        boxes.forEach(function (id) { state[id] = id === "sort" ? "rank" : ""; });
        state.page = 1;
        fill();
        update(true);
      });
      [["previous", -1], ["next", 1]].forEach(function (step) {
        byId(step[0]).addEventListener("click", function () { state.page += step[1]; render(); byId("exceptions").scrollIntoView(); });
      });
      byId("print").addEventListener("click", sheets);
      byId("back").addEventListener("click", function () { document.body.classList.remove("printing"); byId("sheets").innerHTML = ""; });
      byId("paper").addEventListener("click", function () { window.print(); });
      window.addEventListener("hashchange", function () {
        var before = JSON.stringify(state);
        readHash();
        if (JSON.stringify(state) !== before) { update(true); }
      });

      document.body.classList.add("live");
      compare();
      readHash();
      sort();
      keep();
      speak(root.dataset.language);
      root.dataset.ready = String(Math.round(started ? performance.now() : 0));
    }());
    """#
