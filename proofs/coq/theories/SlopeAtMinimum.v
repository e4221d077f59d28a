(** Where a function F on [L, T], L >= 0, with F'(t) = t (4 - s(t)) has its minimum: s is at most 4 to the right of it and at
    least 4 to the left. *)

From Coq Require Import Reals Lra.
Open Scope R_scope.

(** A function whose slope is negative between two points falls. *)
Lemma falls_between F F' a b : a < b -> (forall t, a <= t <= b -> continuity_pt F t) ->
  (forall t, a < t < b -> derivable_pt_lim F t (F' t)) -> (forall t, a < t < b -> F' t < 0) -> F b < F a.
Proof.
  intros H C D N.
  destruct (MVT F id a b (fun t Ht => exist _ (F' t) (D t Ht)) (fun t _ => derivable_pt_id t) H C) as (t & Ht & E).
  - intros t _. apply derivable_continuous_pt, derivable_pt_id.
  - cbn in E. rewrite derive_pt_id in E. unfold id in E. specialize (N t Ht). nra.
Qed.

(** Where F is least at t, its slope is not negative at points after t, as near as one likes; there may be a point without
    a derivative. *)
Lemma rises_after F F' t T seam delta : t < T -> 0 < delta -> (forall u, t <= u <= T -> continuity_pt F u) ->
  (forall u, t < u < T -> u <> seam -> derivable_pt_lim F u (F' u)) -> (forall u, t <= u <= T -> F t <= F u) ->
  exists u, t < u < t + delta /\ u < T /\ 0 <= F' u.
Proof.
  intros Ht Hd C D M. set (e := Rmin delta (T - t)).
  assert (He : 0 < e <= delta /\ e <= T - t) by (unfold e, Rmin; destruct (Rle_dec _ _); lra).
  set (r := if Rlt_dec t seam then Rmin e (seam - t) else e).
  assert (Hr : 0 < r <= e /\ (t < seam -> r <= seam - t)).
  { unfold r, Rmin. destruct (Rlt_dec t seam); [destruct (Rle_dec _ _)|]; lra. }
  destruct (Classical_Prop.classic (exists u, t < u < t + r /\ 0 <= F' u)) as [(u & Hu & Q)|No];
    [exists u; lra|exfalso].
  enough (F (t + r) < F t) by (pose proof (M (t + r) ltac:(lra)); lra).
  apply (falls_between F F'); [lra|intros; apply C; lra| |].
  - intros u Hu. apply D; [lra|]. destruct (Rlt_dec t seam); lra.
  - intros u Hu. apply Rnot_le_lt. intros Q. apply No. now exists u.
Qed.

Section Minimum.
Variables (F s : R -> R) (L T seam t : R).
Hypothesis start : 0 <= L.
Hypothesis inside : L <= t <= T.
Hypothesis F_continuous : forall u, L <= u <= T -> continuity_pt F u.
(** There may be a point without a derivative, where s jumps. *)
Hypothesis F_slope : forall u, L < u < T -> u <> seam -> derivable_pt_lim F u (u * (4 - s u)).
Hypothesis minimum : forall u, L <= u <= T -> F t <= F u.

(** After the minimum s is at most 4 at points as near as one likes, *)
Theorem after_minimum delta : t < T -> 0 < delta -> exists u, t < u < t + delta /\ u < T /\ s u <= 4.
Proof.
  intros Ht Hd.
  destruct (rises_after F (fun u => u * (4 - s u)) t T seam delta Ht Hd) as (u & Hu & U & P).
  - intros u Hu. apply F_continuous. lra.
  - intros u Hu. apply F_slope. lra.
  - intros u Hu. apply minimum. lra.
  - exists u. repeat split; try lra. apply Rnot_lt_le. intros Q.
    pose proof (Rmult_lt_0_compat u (s u - 4) ltac:(lra) ltac:(lra)). lra.
Qed.

(** and before it at least 4: that is after it for F(-u). *)
Theorem before_minimum delta : L < t -> 0 < delta -> exists u, t - delta < u < t /\ L < u /\ 4 <= s u.
Proof.
  intros Ht Hd.
  destruct (rises_after (fun u => F (- u)) (fun u => - u * (4 - s (- u)) * -1) (- t) (- L) (- seam) delta)
    as (u & Hu & U & P); try lra.
  - intros u Hu. apply (continuity_pt_comp Ropp F).
    + apply derivable_continuous_pt, derivable_pt_opp, derivable_pt_id.
    + apply F_continuous. lra.
  - intros u Hu N. apply (derivable_pt_lim_comp Ropp F); [apply (derivable_pt_lim_opp id), derivable_pt_lim_id|].
    apply F_slope; lra.
  - intros u Hu. rewrite Ropp_involutive. apply minimum. lra.
  - exists (- u). repeat split; try lra. apply Rnot_lt_le. intros Q.
    pose proof (Rmult_lt_0_compat (- u) (4 - s (- u)) ltac:(lra) ltac:(lra)). lra.
Qed.

(** Where s has the derivative s1 at the minimum: s <= 4 there unless it is the right end, s >= 4 unless it is the left
    one, and inside s does not rise. *)
Theorem minimum_kinds s1 : derivable_pt_lim s t s1 ->
  (t < T -> s t <= 4) /\ (L < t -> 4 <= s t) /\ (L < t < T -> s t = 4 /\ s1 <= 0).
Proof.
  intros D. assert (C : continuity_pt s t) by (apply derivable_continuous_pt; now exists s1).
  assert (Up : t < T -> s t <= 4).
  { intros Ht. destruct (Rle_lt_dec (s t) 4) as [Q|Q]; [exact Q|exfalso].
    destruct (C (s t - 4) ltac:(lra)) as (delta & Hd & B).
    destruct (after_minimum delta Ht Hd) as (u & Hu & _ & W). specialize (B u). cbn in B. unfold R_dist in B.
    assert (K : Rabs (s u - s t) < s t - 4).
    { apply B. split; [split; [exact I|lra]|]. rewrite Rabs_pos_eq; lra. }
    apply Rabs_def2 in K. lra. }
  assert (Down : L < t -> 4 <= s t).
  { intros Ht. destruct (Rle_lt_dec 4 (s t)) as [Q|Q]; [exact Q|exfalso].
    destruct (C (4 - s t) ltac:(lra)) as (delta & Hd & B).
    destruct (before_minimum delta Ht Hd) as (u & Hu & _ & W). specialize (B u). cbn in B. unfold R_dist in B.
    assert (K : Rabs (s u - s t) < 4 - s t).
    { apply B. split; [split; [exact I|lra]|]. rewrite Rabs_left; lra. }
    apply Rabs_def2 in K. lra. }
  split; [exact Up|split; [exact Down|]]. intros Ht.
  assert (E : s t = 4) by (pose proof (Up ltac:(lra)); pose proof (Down ltac:(lra)); lra). split; [exact E|].
  destruct (Rle_lt_dec s1 0) as [P|P]; [exact P|exfalso]. destruct (D s1 P) as (delta & B).
  destruct (before_minimum delta ltac:(lra) (cond_pos delta)) as (u & Hu & _ & Q).
  specialize (B (u - t) ltac:(lra)). rewrite Rabs_left in B by lra. specialize (B ltac:(lra)).
  replace (t + (u - t)) with u in B by ring. apply Rabs_def2 in B.
  assert (K : 0 < (s u - s t) / (u - t)) by lra.
  assert (W : s u - s t = (s u - s t) / (u - t) * (u - t)) by (field; lra). nra.
Qed.

End Minimum.
