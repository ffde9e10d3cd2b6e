/** Writes a line to the kubelet's own log: severity, source ("file.go:187") and structured text. */
export type KubeletLog = (level: 'I' | 'W' | 'E', source: string, text: string) => void;

/** For a kubelet that nobody listens to. */
export const noLog: KubeletLog = () => {};
