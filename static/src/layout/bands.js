/** The left half of the wide picture: a band a process, with its slots and the chips of the CPUs of its stories. */
import { GROUP, mmKey } from "./folds.js";
import { cpuHeight } from "./sizes.js";
import { cpusOf } from "./sources.js";

/** One band an mm, and below them one of the kernel's CPUs, if it has any. `mm` is null there. */
export function bandsOf(info, first, sizes, folds) {
  const chip = sizes.gap.cpu + cpuHeight(sizes.cpu);
  const bands = first.memory.mms.map((mm) => {
    const folded = folds?.get(mmKey(mm.name)) ?? false;
    const cpus = folded ? [] : cpusOf(info, first, mm.name);
    const slots = mm.slots.length * sizes.slot.h;
    const chips = cpus.length * chip;
    const right = sizes.low ? Math.max(slots, chips - sizes.gap.cpu) : slots + chips;
    return { mm, folded, cpus, h: folded ? GROUP : Math.max(sizes.mm.h, right) };
  });
  const kernel = cpusOf(info, first, "");
  const h = kernel.length * chip - sizes.gap.cpu;
  return kernel.length === 0 ? bands : [...bands, { mm: null, folded: false, cpus: kernel, h }];
}

export function heightOf(bands, sizes) {
  return sizes.top + bands.reduce((sum, band) => sum + band.h + sizes.gap.band, 0) - sizes.gap.band;
}

/** Puts the bands under each other, spread over the height where nothing is folded. */
export function placeBands(places, bands, x, high) {
  const { sizes } = places;
  const spare = places.groups ? 0 : (high - heightOf(bands, sizes)) / Math.max(bands.length - 0.5, 1);
  let y = sizes.top;
  for (const band of bands) {
    placeBand(places, band, x, y);
    y += band.h + sizes.gap.band + spare;
  }
}

function placeBand(places, { mm, folded, cpus, h }, x, y) {
  const { sizes } = places;
  if (mm) places.mms[mm.name] = { name: mm.name, x: x.mms, y, w: sizes.mm.w, h: folded ? h : sizes.mm.h, folded };
  if (mm && places.groups) {
    const open = { x: x.mms + sizes.mm.w - 24, y: y + 1, w: 22, h: 22, open: true };
    places.groups[mmKey(mm.name)] = folded ? { x: x.cpus, y, w: x.slots + sizes.slot.w - x.cpus, h, open: false } : open;
  }
  if (folded) return;
  mm?.slots.forEach((slot, index) => {
    places.slots[slot.name] = { x: x.slots, y: y + index * sizes.slot.h, w: sizes.slot.w, h: sizes.slot.h };
  });
  const from = sizes.low ? y : y + (mm?.slots.length ?? 0) * sizes.slot.h + (mm ? sizes.gap.cpu : 0);
  cpus.forEach((cpu, index) => {
    const top = from + index * (sizes.gap.cpu + cpuHeight(sizes.cpu));
    places.cpus[cpu] = { x: x.cpus, y: top, w: sizes.cpu.w, h: cpuHeight(sizes.cpu) };
  });
}
