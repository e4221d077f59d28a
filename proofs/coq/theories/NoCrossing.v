(** Of two functions, the lower one does not rise and is negative at the start, and where they meet below 0 the other
    one rises more: then they never cross. *)

From Coq Require Import Reals Lra.
Open Scope R_scope.

(** Just after a point where D is positive, or 0 with a positive slope, it is not negative. *)
Lemma not_negative_after D t l : derivable_pt_lim D t l -> 0 <= D t -> (D t = 0 -> 0 < l) ->
  exists delta, 0 < delta /\ forall u, 0 <= u < delta -> 0 <= D (t + u).
Proof.
  intros H D0 L. destruct (Rle_lt_or_eq_dec 0 (D t) D0) as [P|E].
  - assert (C : continuity_pt D t) by (apply derivable_continuous_pt; now exists l).
    destruct (C (D t) P) as (delta & Hd & B). exists delta. split; [exact Hd|]. intros u Hu.
    destruct (Req_dec u 0) as [-> |N]; [rewrite Rplus_0_r; lra|].
    specialize (B (t + u)). unfold dist, R_met, R_dist in B. cbn in B. unfold R_dist in B.
    assert (A : Rabs (D (t + u) - D t) < D t).
    { apply B. split; [split; [exact I|lra]|]. replace (t + u - t) with u by ring. rewrite Rabs_pos_eq; lra. }
    apply Rabs_def2 in A. lra.
  - symmetry in E. specialize (L E). destruct (H l L) as (delta & B). exists delta. split; [apply cond_pos|].
    intros u Hu. destruct (Req_dec u 0) as [-> |N]; [rewrite Rplus_0_r; lra|].
    specialize (B u N). rewrite Rabs_pos_eq in B by lra. specialize (B (proj2 Hu)). rewrite E, Rminus_0_r in B.
    apply Rabs_def2 in B. assert (Q : 0 < D (t + u) / u) by lra.
    replace (D (t + u)) with (D (t + u) / u * u) by (field; lra). apply Rlt_le, Rmult_lt_0_compat; lra.
Qed.

(** A function whose slope is not positive between two points does not rise from one to the other. *)
Lemma does_not_rise A A' a b : a <= b -> (forall t, a <= t <= b -> derivable_pt_lim A t (A' t)) ->
  (forall t, a < t < b -> A' t <= 0) -> A b <= A a.
Proof.
  intros [H| ->] D P; [|lra]. destruct (MVT_cor2 A A' a b H D) as (t & E & Ht). specialize (P t Ht). nra.
Qed.

(** Two functions on [b0, oo); at b0 the slopes are those to the right, with the functions continued by tangents. *)
Theorem no_crossing A B A' B' b0 :
  (forall b, b0 <= b -> derivable_pt_lim A b (A' b)) -> (forall b, b0 <= b -> derivable_pt_lim B b (B' b)) ->
  A b0 <= B b0 -> A b0 < 0 ->
  (forall b, b0 <= b -> A b <= B b -> A' b <= 0) ->
  (forall b, b0 <= b -> A b = B b -> A b < 0 -> A' b < B' b) ->
  forall b, b0 <= b -> A b <= B b /\ A b <= A b0.
Proof.
  intros DA DB H0 N Fall Cross.
  set (E := fun b t => b0 <= t <= b /\ forall s, b0 <= s <= t -> A s <= B s).
  assert (Falls : forall t, b0 <= t -> (forall s, b0 <= s < t -> A s <= B s) -> A t <= A b0).
  { intros t Ht Hs. apply (does_not_rise A A' b0 t Ht); [intros; apply DA; lra|].
    intros s Hs'. apply Fall; [lra|]. apply Hs. lra. }
  assert (Main : forall b, b0 <= b -> A b <= B b).
  { intros b Hb. destruct (completeness (E b)) as (t & Up & Least).
    - exists b. intros t [Ht _]. lra.
    - exists b0. split; [lra|]. intros s Hs. replace s with b0 by lra. exact H0.
    - assert (T0 : b0 <= t).
      { apply Up. split; [lra|]. intros s Hs. replace s with b0 by lra. exact H0. }
      assert (Tb : t <= b) by (apply Least; intros s [Hs _]; lra).
      assert (Before : forall s, b0 <= s < t -> A s <= B s).
      { intros s Hs. destruct (Rle_dec (A s) (B s)) as [L|L]; [exact L|exfalso].
        enough (t <= s) by lra. apply Least. intros r [Hr Hr']. destruct (Rle_dec r s) as [Q|Q]; [exact Q|exfalso].
        apply L, Hr'. lra. }
      assert (At : 0 <= B t - A t).
      { destruct (Req_dec t b0) as [-> |Ne]; [lra|]. destruct (Rle_lt_dec 0 (B t - A t)) as [L|L]; [exact L|exfalso].
        assert (C : continuity_pt (fun t => B t - A t) t).
        { apply continuity_pt_minus; apply derivable_continuous_pt; eexists; [apply DB|apply DA]; exact T0. }
        destruct (C (- (B t - A t)) ltac:(lra)) as (delta & Hd & Q).
        set (s := Rmax b0 (t - delta / 2)).
        assert (Hs : b0 <= s < t /\ t - s < delta).
        { unfold s, Rmax. destruct (Rle_dec b0 (t - delta / 2)); lra. }
        specialize (Q s). unfold dist, R_met, R_dist in Q. cbn in Q. unfold R_dist in Q.
        assert (K : Rabs (B s - A s - (B t - A t)) < - (B t - A t)).
        { apply Q. split; [split; [exact I|lra]|]. rewrite Rabs_left; lra. }
        apply Rabs_def2 in K. pose proof (Before s (proj1 Hs)). lra. }
      destruct (Req_dec t b) as [<- |Ne]; [lra|].
      destruct (not_negative_after (fun t => B t - A t) t (B' t - A' t)) as (delta & Hd & Q).
      + apply derivable_pt_lim_minus; [apply DB|apply DA]; exact T0.
      + exact At.
      + intros Z. enough (A' t < B' t) by lra. apply Cross; [exact T0|lra|].
        pose proof (Falls t T0 Before). lra.
      + exfalso. set (u := Rmin (delta / 2) (b - t)).
        assert (Hu : 0 < u < delta /\ t + u <= b).
        { unfold u, Rmin. destruct (Rle_dec (delta / 2) (b - t)); lra. }
        enough (t + u <= t) by lra. apply Up. split; [lra|]. intros s Hs.
        destruct (Rlt_dec s t) as [L|L]; [apply Before; lra|].
        pose proof (Q (s - t) ltac:(lra)) as K. replace (t + (s - t)) with s in K by ring. lra. }
  intros b Hb. split; [now apply Main|]. apply Falls; [exact Hb|]. intros s Hs. apply Main. lra.
Qed.
