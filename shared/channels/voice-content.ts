/** A call as it is handed to the provider: a voice reads the SSML to whoever answers. */
export type VoiceContent = {
  /** A number in E.164, or the provider's id of one. */
  readonly from: string;
  /** E.164. */
  readonly to: string;
  readonly ssml: string;
  /** BCP 47 tag of the language that it is read in. */
  readonly locale: string;
};
