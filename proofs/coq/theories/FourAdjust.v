(** Where a member of the family of FourMembers.v ceases to be admitted near a point, another one is, and is larger by
    the third power of the distance at most: there the derivative along the family nearly vanishes. *)

From Coq Require Import Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import Entropy SemicontinuousMaximum FourCurves FourCurvesEnds FourSteps FourThird FourOsculating.
From TightMax Require Import FourStrip FourMembers FourFamily.
Open Scope R_scope.

(** The derivative along the family, up to the factor third'. *)
Definition along_family (T t a b c : R) : R :=
  (reach T - b) * (a - reach T) * (reach T + c) + t ^ 2 * (a + b + c - reach T - 2 * t).

Lemma member_derive t a b c T : 0 < T < 1 / 2 ->
  is_derive (fun x => member x t a b c) T (- third' T * along_family T t a b c).
Proof.
  intros H. pose proof (apart_pos T ltac:(lra)) as P. destruct (tau_range T ltac:(lra)) as [Ht _].
  pose proof (tau_derive T) as D1. pose proof (third_derive T H) as D2. pose proof (reach_derive T H) as D3.
  pose proof (A0_derive T H) as D4. pose proof (A1_derive T H) as D5. pose proof (A2_derive T H) as D6.
  unfold member, cubic. auto_derive; [repeat split; now eexists; eassumption|].
  change (Derive (fun x => tau x) T) with (Derive tau T). change (Derive (fun x => third x) T) with (Derive third T).
  change (Derive (fun x => reach x) T) with (Derive reach T). change (Derive (fun x => A0 x) T) with (Derive A0 T).
  change (Derive (fun x => A1 x) T) with (Derive A1 T). change (Derive (fun x => A2 x) T) with (Derive A2 T).
  rewrite (is_derive_unique _ _ _ D1), (is_derive_unique _ _ _ D2), (is_derive_unique _ _ _ D3),
    (is_derive_unique _ _ _ D4), (is_derive_unique _ _ _ D5), (is_derive_unique _ _ _ D6).
  unfold along_family, third. field. lra.
Qed.

(** third changes by at most 16 times what reach does. *)
Lemma third'_bound T : 0 < T <= T1 -> third' T <= 16 * (2 * apart T / tau T * tau' T).
Proof.
  intros H. pose proof (range_t T H) as Ht. pose proof (range_low T H) as Lo. pose proof (range_high T H) as Hi.
  pose proof (range_length T H) as Le. pose proof (l_range _ _ _ Ht Lo Hi Le) as [Rl _].
  pose proof (tau'_pos T ltac:(lra)) as P. unfold third'. set (t := tau T) in *. set (e := eta T) in *.
  set (l := 2 * apart T) in *. set (m := 2 - 3 * e + t * e) in *.
  set (N := 12 - 6 * t - 21 * e + 17 * t * e - 3 * t ^ 2 * e).
  rewrite <- Rmult_assoc. apply Rmult_le_compat_r; [lra|].
  assert (7 / 24 <= m) as Hm by nra. assert (N <= 9 / 10) as HN by (unfold N; nra).
  assert (N / ((2 - t) * m) <= 3) as B.
  { apply Rmult_le_reg_r with ((2 - t) * m); [apply Rmult_lt_0_compat; lra|].
    unfold Rdiv. rewrite Rmult_assoc, Rinv_l by (apply Rgt_not_eq, Rmult_lt_0_compat; lra).
    assert (5 / 3 * (7 / 24) <= (2 - t) * m) by (apply Rmult_le_compat; lra). lra. }
  apply Rle_trans with (3 / l).
  - apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; lra|exact B].
  - apply Rmult_le_reg_r with (l * t); [apply Rmult_lt_0_compat; lra|].
    replace (3 / l * (l * t)) with (3 * t) by (field; lra). replace (16 * (l / t) * (l * t)) with (16 * l ^ 2) by (field; lra).
    assert ((1 / 4) ^ 2 <= l ^ 2) by (apply pow_incr; lra). lra.
Qed.

Lemma family_rate T : 0 < T <= T1 -> 0 < third' T <= 16 * (2 * apart T / tau T * tau' T).
Proof. intros H. split; [now apply third'_pos|now apply third'_bound]. Qed.

(** Members of the family compared, up (sign = 1) or down (sign = -1): the derivative along the family is at least -B,
    or at most B, between the two. *)
Lemma compare_members sign t a b c B T S : 0 < T < S -> S <= T1 -> 0 <= B ->
  (forall x, T <= x <= S -> - B <= sign * along_family x t a b c) ->
  sign * (member S t a b c - member T t a b c) <= 16 * B * (reach T - reach S).
Proof.
  intros H HS HB P. pose proof T1_range as [R1 _].
  assert (forall x, 0 < x < 1 / 2 -> is_derive (fun x => sign * member x t a b c + 16 * B * reach x) x
    (sign * (- third' x * along_family x t a b c) + 16 * B * (- (2 * apart x / tau x) * tau' x))) as D.
  { intros x Hx. apply (is_derive_plus (fun x => sign * member x t a b c) (fun x => 16 * B * reach x)).
    - now apply (is_derive_scal (fun x => member x t a b c)), member_derive.
    - now apply (is_derive_scal reach), reach_derive. }
  destruct (mean_value (fun x => sign * member x t a b c + 16 * B * reach x)
    (fun x => sign * (- third' x * along_family x t a b c) + 16 * B * (- (2 * apart x / tau x) * tau' x)) T S
    ltac:(lra)) as [y [Hy M]].
  - intros x Hx. apply continuity_pt_filterlim.
    apply (ex_derive_continuous (fun x => sign * member x t a b c + 16 * B * reach x)). eexists. apply D. lra.
  - intros x Hx. apply is_derive_Reals, D. lra.
  - pose proof (family_rate y ltac:(lra)) as [F1 F2]. specialize (P y ltac:(lra)).
    pose proof (Rmult_le_compat_l _ _ _ (Rlt_le _ _ F1) P). pose proof (Rmult_le_compat_r B _ _ HB F2).
    assert (0 <= (S - T) * (third' y * (B + sign * along_family y t a b c) +
      B * (16 * (2 * apart y / tau y * tau' y) - third' y))); [|lra].
    apply Rmult_le_pos; lra.
Qed.

Lemma compare_up t a b c B T S : 0 < T <= S -> S <= T1 -> 0 <= B ->
  (forall x, T <= x <= S -> - B <= along_family x t a b c) ->
  member S t a b c <= member T t a b c + 16 * B * (reach T - reach S).
Proof.
  intros H HS HB P. destruct (Req_dec T S) as [->|N]; [lra|].
  pose proof (compare_members 1 t a b c B T S ltac:(lra) HS HB (fun x Hx => eq_ind_r (Rle _) (P x Hx) (Rmult_1_l _))). lra.
Qed.

Lemma compare_down t a b c B T S : 0 < S <= T -> T <= T1 -> 0 <= B ->
  (forall x, S <= x <= T -> along_family x t a b c <= B) ->
  member S t a b c <= member T t a b c + 16 * B * (reach S - reach T).
Proof.
  intros H HS HB P. destruct (Req_dec T S) as [->|N]; [lra|].
  pose proof (compare_members (-1) t a b c B S T ltac:(lra) HS HB (fun x Hx => ltac:(specialize (P x Hx); lra))). lra.
Qed.

(** What is admitted at sorted entries, in the coordinates a, b, c. *)
Definition admitted (T b c : R) : Prop := 0 < T <= T1 /\ reach T <= Rmax (apart T1) b /\ (b - c) / 2 <= reach T.

Lemma adjust T a b c K v t a' b' c' : admitted T b c -> b <= a -> 1 <= K -> reach T <= K -> a <= K -> c <= K ->
  0 <= v <= 1 -> Rabs (a' - a) <= v -> Rabs (b' - b) <= v -> Rabs (c' - c) <= v -> sorted3 a' b' c' ->
  0 <= t <= (b' + c') / 2 -> t = 0 \/ reach T + 2 * t <= a' + b' + c' ->
  exists S, admitted S b' c' /\ member S t a' b' c' <= member T t a' b' c' + 48 * K * v ^ 3.
Proof.
  intros (HT & Hu & Hl) Hab HK Kr Ka Kc Hv Da Db Dc [Sc Sb] Ht Hs. pose proof (reach_least T HT) as Rl.
  pose proof apart_T1_pos as Pa. apply Rabs_le_inv in Da, Db, Dc.
  assert (0 <= v ^ 2) as V2 by apply pow2_ge_0. assert (0 <= v ^ 3) as V3 by (apply pow_le; lra).
  destruct (Rle_dec (reach T) (Rmax (apart T1) b')) as [U|U]; [destruct (Rle_dec ((b' - c') / 2) (reach T)) as [L|L]|].
  - exists T. split; [split; [exact HT|split; assumption]|]. pose proof (Rmult_le_pos K _ ltac:(lra) V3). lra.
  - destruct (reach_reaches ((b' - c') / 2) ltac:(lra)) as [S [HS E]].
    assert (S <= T) as LST by (apply (reach_order T S HT HS); lra).
    exists S. split; [split; [exact HS|split; [|lra]]|].
    { rewrite E. eapply Rle_trans; [|apply Rmax_r]. lra. }
    eapply Rle_trans; [apply (compare_down t a' b' c' (2 * K * v ^ 2) T S)|].
    + split; lra.
    + lra.
    + apply Rmult_le_pos; lra.
    + intros x Hx. unfold along_family.
      assert (reach T <= reach x <= (b' - c') / 2) as [X1 X2].
      { split; [destruct (Req_dec x T) as [->|N]; [lra|left; apply reach_falls; lra]|].
        rewrite <- E. destruct (Req_dec x S) as [->|N]; [lra|left; apply reach_falls; lra]. }
      set (y := (b' - c') / 2 - reach x). set (s := (b' + c') / 2) in *. set (w := a' - reach x).
      assert ((reach x - b') * w * (reach x + c') + t ^ 2 * (a' + b' + c' - reach x - 2 * t) =
        y ^ 2 * w - (s - t) * ((s + t) * w - 2 * t ^ 2)) as -> by (unfold y, s, w; field).
      assert (s <= w) as W by (unfold s, w; lra).
      assert (0 <= (s - t) * ((s + t) * w - 2 * t ^ 2)) as G.
      { apply Rmult_le_pos; [lra|]. assert ((s + t) * s <= (s + t) * w) by (apply Rmult_le_compat_l; lra).
        pose proof (Rmult_le_pos (s - t) (s + 2 * t) ltac:(lra) ltac:(lra)). lra. }
      assert (y ^ 2 <= v ^ 2) as Y by (apply pow_incr; unfold y; lra).
      assert (w <= 2 * K) as W2 by (unfold w; lra).
      assert (y ^ 2 * w <= v ^ 2 * (2 * K)) by (apply Rmult_le_compat; [apply pow2_ge_0|lra|exact Y|exact W2]).
      apply Rle_trans with (y ^ 2 * w); lra.
    + rewrite E. assert ((b' - c') / 2 - reach T <= v) as D by lra.
      pose proof (Rmult_le_compat_l (16 * (2 * K * v ^ 2)) _ _ ltac:(repeat apply Rmult_le_pos; lra) D).
      assert (0 <= K * v ^ 3) by (apply Rmult_le_pos; lra). lra.
  - set (g := Rmax (apart T1) b') in *. assert (apart T1 <= g) as G1 by apply Rmax_l. assert (b' <= g) as G2 by apply Rmax_r.
    assert (reach T <= b) as Rb by (unfold Rmax in Hu; destruct (Rle_dec (apart T1) b); lra).
    destruct (reach_hits T g HT ltac:(lra)) as [S [HS E]].
    exists S. split; [split; [lra|split; [rewrite E; apply Rle_refl|lra]]|].
    eapply Rle_trans; [apply (compare_up t a' b' c' (3 * K * v ^ 2) T S)|].
    + split; lra.
    + lra.
    + apply Rmult_le_pos; lra.
    + intros x Hx. unfold along_family.
      assert (g <= reach x <= reach T) as [X1 X2].
      { split; [rewrite <- E; destruct (Req_dec x S) as [->|N]; [lra|left; apply reach_falls; lra]|].
        destruct (Req_dec x T) as [->|N]; [lra|left; apply reach_falls; lra]. }
      assert (0 <= t ^ 2 * (a' + b' + c' - reach x - 2 * t)) as Q.
      { destruct Hs as [->|Hs]; [right; ring|]. apply Rmult_le_pos; [apply pow2_ge_0|lra]. }
      assert (- (3 * K * v ^ 2) <= (reach x - b') * (a' - reach x) * (reach x + c')) as W; [|lra].
      assert (0 <= reach x - b' <= v) as Y1 by lra. assert (0 <= reach x + c' <= 3 * K) as Y2 by lra.
      assert (- v <= a' - reach x) as Y3 by lra.
      assert ((reach x - b') * (reach x + c') <= v * (3 * K)) as Y4 by (apply Rmult_le_compat; lra).
      pose proof (Rmult_le_pos _ _ (proj1 Y1) (proj1 Y2)) as Y5.
      pose proof (Rmult_le_compat_l _ _ _ Y5 Y3) as Y6.
      pose proof (Rmult_le_compat_r v _ _ (proj1 Hv) Y4) as Y7. lra.
    + rewrite E. assert (reach T - g <= v) as D by lra.
      pose proof (Rmult_le_compat_l (16 * (3 * K * v ^ 2)) _ _ ltac:(repeat apply Rmult_le_pos; lra) D). lra.
Qed.
