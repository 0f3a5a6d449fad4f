/// Countries and territories other than China by ISO 3166-1: their numbers, codes and Chinese names.
///
/// A code of two letters that is also one of a province by GB/T 2260 (BJ: Benin, 北京), or a word (NA, NO), is none here.
enum Countries {
    /// Folded as names of areas are.
    static let known = Set(table.split { $0 == " " || $0 == "\n" }.map { foldedKey(String($0)) })

    private static let table = """
        004 AFG AF 阿富汗
        008 ALB AL 阿尔巴尼亚
        010 ATA AQ 南极洲
        012 DZA DZ 阿尔及利亚
        016 ASM AS 美属萨摩亚
        020 AND AD 安道尔
        024 AGO AO 安哥拉
        028 ATG AG 安提瓜和巴布达
        031 AZE AZ 阿塞拜疆
        032 ARG AR 阿根廷
        036 AUS AU 澳大利亚
        040 AUT AT 奥地利
        044 BHS BS 巴哈马
        048 BHR BH 巴林
        050 BGD BD 孟加拉国 孟加拉
        051 ARM AM 亚美尼亚
        052 BRB BB 巴巴多斯
        056 BEL BE 比利时
        060 BMU BM 百慕大
        064 BTN BT 不丹
        068 BOL BO 波利维亚
        070 BIH BA 波斯尼亚和黑塞哥维那 波黑
        072 BWA BW 博茨瓦纳
        074 BVT BV 布维群岛
        076 BRA BR 巴西
        084 BLZ BZ 伯利兹
        086 IOT IO 英属印度洋领地
        090 SLB SB 所罗门群岛
        092 VGB VG 英属维尔京群岛
        096 BRN BN 文莱
        100 BGR BG 保加利亚
        104 MMR MM 缅甸
        108 BDI BI 布隆迪
        112 BLR BY 白俄罗斯
        116 KHM KH 柬埔寨
        120 CMR CM 喀麦隆
        124 CAN CA 加拿大
        132 CPV CV 佛得角
        136 CYM KY 开曼群岛
        140 CAF CF 中非 中非共和国
        144 LKA LK 斯里兰卡
        148 TCD TD 乍得
        152 CHL CL 智利
        158 TWN TW 台湾
        162 CXR CX 圣诞岛
        166 CCK CC 科科斯群岛
        170 COL CO 哥伦比亚
        174 COM KM 科摩罗
        175 MYT YT 马约特
        178 COG CG 刚果 刚果共和国 刚果（布）
        180 COD CD 刚果民主共和国 刚果（金）
        184 COK CK 库克群岛
        188 CRI CR 哥斯达黎加
        191 HRV HR 克罗地亚
        192 CUB CU 古巴
        196 CYP CY 塞浦路斯
        203 CZE CZ 捷克
        204 BEN 贝宁
        208 DNK DK 丹麦
        212 DMA DM 多米尼克
        214 DOM DO 多米尼加共和国 多米尼加
        218 ECU EC 厄瓜多尔
        222 SLV SV 萨尔瓦多
        226 GNQ GQ 赤道几内亚
        231 ETH ET 埃塞俄比亚
        232 ERI ER 厄立特里亚
        233 EST EE 爱沙尼亚
        234 FRO FO 法罗群岛
        238 FLK FK 福克兰群岛 马尔维纳斯群岛
        239 SGS 南乔治亚岛和南桑德韦奇岛
        242 FJI 斐济
        246 FIN FI 芬兰
        248 ALA AX 奥兰群岛
        250 FRA FR 法国
        254 GUF GF 法属圭亚那
        258 PYF PF 法属玻利尼西亚
        260 ATF TF 法属南半球领地
        262 DJI DJ 吉布提
        266 GAB GA 加蓬
        268 GEO GE 格鲁吉亚
        270 GMB GM 冈比亚
        275 PSE PS 巴勒斯坦
        276 DEU DE 德国
        288 GHA GH 加纳
        292 GIB GI 直布罗陀
        296 KIR KI 基里巴斯
        300 GRC GR 希腊
        304 GRL GL 格陵兰
        308 GRD 格林纳达
        312 GLP GP 瓜德罗普
        316 GUM GU 关岛
        320 GTM GT 危地马拉
        324 GIN GN 几内亚
        328 GUY GY 圭亚那
        332 HTI HT 海地
        334 HMD HM 赫德岛与麦克唐纳群岛
        336 VAT VA 梵蒂冈
        340 HND 洪都拉斯
        344 HKG HK 香港
        348 HUN HU 匈牙利
        352 ISL IS 冰岛
        356 IND IN 印度
        360 IDN ID 印度尼西亚 印尼
        364 IRN IR 伊朗
        368 IRQ IQ 伊拉克
        372 IRL IE 爱尔兰
        376 ISR IL 以色列
        380 ITA IT 意大利
        384 CIV CI 科特迪瓦
        388 JAM JM 牙买加
        392 JPN JP 日本
        398 KAZ KZ 哈萨克斯坦
        400 JOR JO 约旦
        404 KEN KE 肯尼亚
        408 PRK KP 朝鲜
        410 KOR KR 韩国 大韩民国
        414 KWT KW 科威特
        417 KGZ KG 吉尔吉斯斯坦
        418 LAO LA 老挝
        422 LBN LB 黎巴嫩
        426 LSO LS 莱索托
        428 LVA LV 拉脱维亚
        430 LBR LR 利比里亚
        434 LBY LY 利比亚
        438 LIE LI 列支敦士登
        440 LTU LT 立陶宛
        442 LUX LU 卢森堡
        446 MAC MO 澳门
        450 MDG MG 马达加斯加
        454 MWI MW 马拉维
        458 MYS MY 马来西亚
        462 MDV MV 马尔代夫
        466 MLI ML 马里
        470 MLT MT 马耳他
        474 MTQ MQ 马提尼克
        478 MRT MR 毛里塔尼亚
        480 MUS MU 毛里求斯
        484 MEX MX 墨西哥
        492 MCO MC 摩纳哥
        496 MNG MN 蒙古 蒙古国
        498 MDA MD 摩尔多瓦
        499 MNE ME 黑山
        500 MSR MS 蒙塞拉特岛
        504 MAR MA 摩洛哥
        508 MOZ MZ 莫桑比克
        512 OMN OM 阿曼
        516 NAM 纳米比亚
        520 NRU NR 瑙鲁
        524 NPL NP 尼泊尔
        528 NLD NL 荷兰
        531 CUW CW 库拉索
        533 ABW AW 阿鲁巴
        534 SXM 荷属圣马丁
        535 BES BQ 博奈尔、圣尤斯特歇斯岛和萨巴
        540 NCL NC 新喀里多尼亚
        548 VUT VU 瓦努阿图
        554 NZL NZ 新西兰
        558 NIC NI 尼加拉瓜
        562 NER NE 尼日尔
        566 NGA NG 尼日利亚
        570 NIU NU 纽埃
        574 NFK NF 诺福克岛
        578 NOR 挪威
        580 MNP MP 北马里亚纳群岛
        581 UMI UM 美国本土外小岛屿
        583 FSM FM 密克罗尼西亚
        584 MHL MH 马绍尔群岛
        585 PLW PW 帕劳
        586 PAK PK 巴基斯坦
        591 PAN PA 巴拿马
        598 PNG PG 巴布亚新几内亚 巴新
        600 PRY PY 巴拉圭
        604 PER PE 秘鲁
        608 PHL PH 菲律宾
        612 PCN PN 皮特克恩
        616 POL PL 波兰
        620 PRT PT 葡萄牙
        624 GNB GW 几内亚比绍
        626 TLS TL 东帝汶
        630 PRI PR 波多黎各
        634 QAT QA 卡塔尔
        638 REU RE 留尼汪
        642 ROU RO 罗马尼亚
        643 RUS RU 俄罗斯 俄罗斯联邦
        646 RWA RW 卢旺达
        652 BLM BL 圣巴泰勒米岛
        654 SHN 圣赫勒拿
        659 KNA KN 圣基茨和尼维斯
        660 AIA AI 安圭拉
        662 LCA LC 圣路西亚
        663 MAF MF 法属圣马丁
        666 SPM PM 圣皮埃尔和密克隆
        670 VCT VC 圣文森特和格林纳丁斯
        674 SMR SM 圣马力诺
        678 STP ST 圣多美和普林西比
        682 SAU SA 沙特阿拉伯 沙特
        686 SEN 塞内加尔
        688 SRB RS 塞尔维亚
        690 SYC 塞舌尔
        694 SLE SL 塞拉利昂
        702 SGP SG 新加坡
        703 SVK SK 斯洛伐克
        704 VNM VN 越南
        705 SVN SI 斯洛文尼亚
        706 SOM SO 索马里
        710 ZAF ZA 南非
        716 ZWE ZW 津巴布韦
        724 ESP ES 西班牙
        728 SSD SS 南苏丹
        729 SDN 苏丹
        732 ESH EH 西撒哈拉
        740 SUR SR 苏里南
        744 SJM SJ 斯瓦尔巴特和扬马延岛
        748 SWZ SZ 斯威士兰 埃斯瓦蒂尼
        752 SWE SE 瑞典
        756 CHE CH 瑞士
        760 SYR SY 叙利亚
        762 TJK 塔吉克斯坦
        764 THA TH 泰国
        768 TGO TG 多哥
        772 TKL TK 托克劳
        776 TON TO 汤加
        780 TTO TT 特里尼达和多巴哥
        784 ARE AE 阿联酋 阿拉伯联合酋长国
        788 TUN TN 突尼斯
        792 TUR TR 土耳其 土耳其共和国
        795 TKM TM 土库曼斯坦
        796 TCA TC 特克斯和凯科斯群岛
        798 TUV TV 图瓦卢
        800 UGA UG 乌干达
        804 UKR UA 乌克兰
        807 MKD MK 北马其顿
        818 EGY EG 埃及
        826 GBR GB 英国
        831 GGY GG 根西岛
        832 JEY JE 泽西岛
        833 IMN IM 曼岛
        834 TZA TZ 坦桑尼亚
        840 USA US 美国 美利坚合众国
        850 VIR VI 美属维尔京群岛
        854 BFA BF 布基纳法索
        858 URY UY 乌拉圭
        860 UZB UZ 乌兹别克斯坦
        862 VEN VE 委内瑞拉
        876 WLF WF 瓦利斯和富图纳
        882 WSM WS 萨摩亚
        887 YEM YE 也门
        894 ZMB ZM 赞比亚
        """
}
