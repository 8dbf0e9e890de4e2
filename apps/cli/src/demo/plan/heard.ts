/** One thing heard at the door, as a member writes it down: what happened, why, what is asked for (VIS-2). */
export interface Heard {
  readonly kind: 'SUGGESTION' | 'DIFFICULTY' | 'DISPUTE' | 'DISASTER' | 'OTHER';
  readonly topicCode: string;
  readonly facts: string;
  readonly cause: string;
  readonly request: string;
  readonly sensitive?: true;
  readonly informationOnly?: true;
}

type Choices = readonly [Heard, ...Heard[]];

const heard = (
  kind: Heard['kind'],
  topicCode: string,
  facts: string,
  cause: string,
  request: string,
  more: Partial<Heard> = {},
): Heard => ({
  kind,
  topicCode,
  facts,
  cause,
  request,
  ...more,
});

/** 意见建议 */
const suggestions: Choices = [
  heard('SUGGESTION', 'road-lighting', '村道晚上太暗', '主路到河西没有路灯', '在转弯处装两盏路灯'),
  heard('SUGGESTION', 'culture', '晚上没有活动的地方', '健身场地太小', '把旧仓库前的空地平整一下'),
  heard('SUGGESTION', 'waste', '垃圾桶离家远', '桶位还是按老宅基地设的', '在新村口加设一处'),
  heard('SUGGESTION', 'collective-economy', '集体厂房空着一间', '上一家承租户已搬走', '早点公开招租'),
  heard('SUGGESTION', 'disclosure', '看不清公开栏', '字小，又贴得高', '公开栏放低一些，账目用大字'),
];

/** 困难问题 */
const difficulties: Choices = [
  heard('DIFFICULTY', 'irrigation', '插秧时放不到水', '支渠淤塞', '清一清支渠'),
  heard('DIFFICULTY', 'employment', '家里有人待业', '厂里订单少', '介绍附近的工作'),
  heard('DIFFICULTY', 'medical', '老人看病花费大', '慢性病要长期吃药', '问清医疗救助怎么申请', { sensitive: true }),
  heard('DIFFICULTY', 'transport', '孩子上学绕远路', '小桥封了', '早日修好小桥'),
  heard('DIFFICULTY', 'sericulture', '桑园虫害多', '今年雨水多', '请农技员来看一看'),
];

/** 邻里纠纷 */
const disputes: Choices = [
  heard('DISPUTE', 'boundary', '与邻居为墙界争执', '翻建时没有量清', '请村里来量一量', { sensitive: true }),
  heard('DISPUTE', 'noise', '隔壁织机夜里响', '两班倒', '夜里十点后停机', { sensitive: true }),
  heard('DISPUTE', 'drainage', '邻家屋檐水滴到院里', '新搭了棚子', '装一道檐沟', { sensitive: true }),
];

/** 家庭灾害事故 */
const disasters: Choices = [
  heard('DISASTER', 'storm', '大风吹坏了蚕室屋顶', '屋面年久', '帮忙联系修理，并问能否补助'),
  heard('DISASTER', 'fire', '灶间起了小火', '电线老化', '请电工查一查线路'),
  heard('DISASTER', 'accident', '家人骑车摔伤', '路面有坑', '填平路坑，近期照应农活', { sensitive: true }),
];

/** 其他：仅供了解，不形成诉求 */
const information: Choices = [
  heard('OTHER', 'information', '儿子在外地成家', '春节才回来', '无', { informationOnly: true }),
  heard('OTHER', 'information', '今年改种了水稻', '上年油菜收成一般', '无', { informationOnly: true }),
];

/** Drawn from by their number of places: of twenty things heard, seven are suggestions, six difficulties, and so on. */
export const pools: readonly [Choices, ...Choices[]] = [
  ...Array.from({ length: 7 }, () => suggestions),
  ...Array.from({ length: 6 }, () => difficulties),
  ...Array.from({ length: 3 }, () => disputes),
  ...Array.from({ length: 2 }, () => disasters),
  ...Array.from({ length: 2 }, () => information),
] as [Choices, ...Choices[]];

/** What the sources report of Nanhui and its neighbours [S0, S2, S4]. */
export const stories = {
  sluice: heard('SUGGESTION', 'sluice', '汛期水闸开关不及时，低田被淹', '水闸管理员年事已高，住得又远', '换一名身体好、住得近的水闸管理员'),
  westLanding: heard('DIFFICULTY', 'landing-stage', '河西的河埠石级塌了', '年久失修', '修好河埠，方便洗涤和上下船'),
  eastLanding: heard('DIFFICULTY', 'landing-stage', '河东的河埠下沉', '船行波长年冲刷', '重砌河埠'),
  ditch: heard('DIFFICULTY', 'drainage', '雨后田里积水', '排水沟淤平了', '重挖排水沟，村民愿意集资'),
  sewage: heard('DIFFICULTY', 'sewage', '喷水织机的污水直排河道', '各家织机没有接污水管', '污水集中处理，河里要能看见鱼'),
} as const satisfies Readonly<Record<string, Heard>>;
