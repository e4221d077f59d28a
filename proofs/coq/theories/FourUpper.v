(** The optimum at d = 4. On every line in a sign direction the least member is attained where the function of
    FourLocal.v plus a quadratic polynomial is least; so the function bounds the least gap from above by its value at 0,
    which is the lower bound of FourLower.v. *)

From Coq Require Import Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import Vectors Smoothing SemicontinuousMaximum GoodFunctions.
From TightMax Require Import FourCurves FourCurvesEnds FourSteps FourThird FourOsculating FourStrip FourMembers FourFamily.
From TightMax Require Import FourAdjust FourSorting FourLocal FourLower.
Open Scope R_scope.

(** ** Continuity on triples *)

Definition cont (g : vec -> R) (c : vec) : Prop :=
  forall eta, 0 < eta -> exists r, 0 < r /\ forall x, near 3 r c x -> Rabs (g x - g c) <= eta.

Lemma near_weaken r r' (c x : vec) : near 3 r c x -> r <= r' -> near 3 r' c x.
Proof. intros H L i Hi. eapply Rle_trans; [now apply H|exact L]. Qed.

Lemma cont_const k c : cont (fun _ => k) c.
Proof.
  intros eta He. exists 1. split; [lra|]. intros x _. unfold Rminus. rewrite Rplus_opp_r, Rabs_R0. lra.
Qed.

Lemma cont_entry i c : (i < 3)%nat -> cont (fun x => x i) c.
Proof. intros Hi eta He. exists eta. split; [exact He|]. intros x N. now apply N. Qed.

Lemma cont_plus f g c : cont f c -> cont g c -> cont (fun x => f x + g x) c.
Proof.
  intros F G eta He. destruct (F (eta / 2) ltac:(lra)) as [r1 [R1 H1]]. destruct (G (eta / 2) ltac:(lra)) as [r2 [R2 H2]].
  exists (Rmin r1 r2). split; [now apply Rmin_pos|]. intros x N.
  specialize (H1 x (near_weaken _ _ _ _ N (Rmin_l _ _))). specialize (H2 x (near_weaken _ _ _ _ N (Rmin_r _ _))).
  apply Rabs_le_inv in H1, H2. apply Rabs_le. lra.
Qed.

Lemma cont_comp h g c : continuity_pt h (g c) -> cont g c -> cont (fun x => h (g x)) c.
Proof.
  intros H G eta He. destruct (continuity_at h (g c) eta H He) as [r1 [R1 H1]]. destruct (G r1 R1) as [r2 [R2 H2]].
  exists r2. split; [exact R2|]. intros x N. apply H1. now apply H2.
Qed.

Lemma cont_opp g c : cont g c -> cont (fun x => - g x) c.
Proof. apply (cont_comp Ropp). apply continuity_pt_opp, derivable_continuous_pt, derivable_pt_id. Qed.

Lemma cont_minus f g c : cont f c -> cont g c -> cont (fun x => f x - g x) c.
Proof. intros F G. apply cont_plus; [exact F|now apply cont_opp]. Qed.

Lemma cont_scale k g c : cont g c -> cont (fun x => k * g x) c.
Proof.
  apply (cont_comp (fun y => k * y)). apply continuity_pt_scal, derivable_continuous_pt, derivable_pt_id.
Qed.

Lemma cont_square g c : cont g c -> cont (fun x => g x * g x) c.
Proof.
  apply (cont_comp (fun y => y * y)). apply continuity_pt_mult; apply derivable_continuous_pt, derivable_pt_id.
Qed.

Lemma cont_eq f g c : (forall x, f x = g x) -> cont f c -> cont g c.
Proof.
  intros E F eta He. destruct (F eta He) as [r [R H]]. exists r. split; [exact R|]. intros x N. rewrite <- !E. now apply H.
Qed.

Lemma cont_mult f g c : cont f c -> cont g c -> cont (fun x => f x * g x) c.
Proof.
  intros F G. apply (cont_eq (fun x => / 4 * ((f x + g x) * (f x + g x) - (f x - g x) * (f x - g x)))); [intros x; field|].
  apply cont_scale, cont_minus; apply cont_square; [now apply cont_plus|now apply cont_minus].
Qed.

Lemma cont_pow g n c : cont g c -> cont (fun x => g x ^ n) c.
Proof. intros G. induction n as [|n IH]; simpl; [apply cont_const|now apply cont_mult]. Qed.

Lemma cont_abs g c : cont g c -> cont (fun x => Rabs (g x)) c.
Proof. apply (cont_comp Rabs). apply Rcontinuity_abs. Qed.

Lemma cont_max f g c : cont f c -> cont g c -> cont (fun x => Rmax (f x) (g x)) c.
Proof.
  intros F G. apply (cont_eq (fun x => / 2 * (f x + g x + Rabs (f x - g x)))).
  - intros x. unfold Rmax, Rabs. destruct (Rle_dec _ _), (Rcase_abs _); lra.
  - apply cont_scale, cont_plus; [now apply cont_plus|now apply cont_abs, cont_minus].
Qed.

Lemma cont_min f g c : cont f c -> cont g c -> cont (fun x => Rmin (f x) (g x)) c.
Proof.
  intros F G. apply (cont_eq (fun x => / 2 * (f x + g x - Rabs (f x - g x)))).
  - intros x. unfold Rmin, Rabs. destruct (Rle_dec _ _), (Rcase_abs _); lra.
  - apply cont_scale, cont_minus; [now apply cont_plus|now apply cont_abs, cont_minus].
Qed.

Lemma cont_le f g (D : vec -> Prop) c : cont f c -> cont g c -> (forall x, D x -> f x <= g x) ->
  (forall r, 0 < r -> exists x, D x /\ near 3 r c x) -> f c <= g c.
Proof.
  intros F G H N. apply Rnot_lt_le. intros L.
  destruct (F ((f c - g c) / 3) ltac:(lra)) as [r1 [R1 H1]]. destruct (G ((f c - g c) / 3) ltac:(lra)) as [r2 [R2 H2]].
  destruct (N (Rmin r1 r2) (Rmin_pos _ _ R1 R2)) as [x [Dx Nx]]. specialize (H x Dx).
  specialize (H1 x (near_weaken _ _ _ _ Nx (Rmin_l _ _))). specialize (H2 x (near_weaken _ _ _ _ Nx (Rmin_r _ _))).
  apply Rabs_le_inv in H1, H2. lra.
Qed.

Ltac continuous :=
  repeat first [assumption | apply cont_plus | apply cont_minus | apply cont_mult | apply cont_opp | apply cont_pow |
    apply cont_max | apply cont_min | apply cont_const | apply cont_entry; lia].

(** ** On a line *)

Section Line.

Variables (y s : vec) (rho u0 : R).
Hypothesis Hs : signs s.
Hypothesis Hrho : 0 <= rho.

Definition point (w : R) : vec := add y (scale ((w - u0) * rho) s).

Lemma sorted_continuous c : cont (fun q => n1 (point (q 0%nat))) c /\ cont (fun q => n2 (point (q 0%nat))) c /\
  cont (fun q => n3 (point (q 0%nat))) c /\ cont (fun q => n4 (point (q 0%nat))) c.
Proof. unfold n1, n2, n3, n4, m1, m2, point, add, scale. repeat split; continuous. Qed.

Lemma coordinates_continuous c : cont (fun q => xa (point (q 0%nat))) c /\ cont (fun q => xb (point (q 0%nat))) c /\
  cont (fun q => xc (point (q 0%nat))) c /\ cont (fun q => xmean (point (q 0%nat))) c.
Proof.
  destruct (sorted_continuous c) as (C1 & C2 & C3 & C4). unfold xa, xb, xc, xmean, ca, cb, cc, mean, Rdiv.
  repeat split; continuous.
Qed.

Lemma third_entry (h h' : R -> R) c : (forall T, 0 < T < 1 / 2 -> is_derive h T (h' T)) -> 0 < c 1%nat <= T1 ->
  cont (fun q => h (q 1%nat)) c.
Proof.
  intros D H. pose proof T1_range. apply (cont_comp h); [|apply cont_entry; lia].
  apply continuity_pt_filterlim, (ex_derive_continuous h). exists (h' (c 1%nat)). apply D. lra.
Qed.

Lemma value_continuous c : 0 < c 1%nat <= T1 ->
  cont (fun q => member_value (point (q 0%nat)) (q 1%nat) (q 2%nat * ((xb (point (q 0%nat)) + xc (point (q 0%nat))) / 2))) c.
Proof.
  intros H. destruct (coordinates_continuous c) as (Ca & Cb & Cc & Cm).
  pose proof (third_entry _ _ c A0_derive H) as F0. pose proof (third_entry _ _ c A1_derive H) as F1.
  pose proof (third_entry _ _ c A2_derive H) as F2. pose proof (third_entry _ _ c third_derive H) as F3.
  pose proof (third_entry _ _ c reach_derive H) as F4.
  pose proof (third_entry _ _ c (fun T _ => tau_derive T) H) as F5.
  unfold member_value, member, cubic, Rdiv. continuous.
Qed.

Definition farthest : R := apart T1 + Rabs (y 0%nat) + Rabs (y 1%nat) + Rabs (y 2%nat) + Rabs (y 3%nat) + (1 + Rabs u0) * rho.

Lemma point_bound w i : 0 <= w <= 1 -> Rabs (point w i) <= Rabs (y i) + (1 + Rabs u0) * rho.
Proof.
  intros Hw. unfold point, add, scale. eapply Rle_trans; [apply Rabs_triang|]. apply Rplus_le_compat_l.
  rewrite 2 Rabs_mult, (Rabs_pos_eq rho) by exact Hrho.
  replace (Rabs (s i)) with 1 by (destruct (Hs i) as [-> | ->]; [rewrite Rabs_R1|rewrite Rabs_left]; lra).
  rewrite Rmult_1_r. apply Rmult_le_compat_r; [exact Hrho|]. unfold Rminus. eapply Rle_trans; [apply Rabs_triang|].
  rewrite Rabs_Ropp, (Rabs_pos_eq w) by lra. lra.
Qed.

Lemma reach_bound w : 0 <= w <= 1 -> Rmax (apart T1) (xb (point w)) <= farthest.
Proof.
  intros Hw. pose proof apart_T1_pos as P. unfold farthest.
  pose proof (Rabs_pos (y 0%nat)). pose proof (Rabs_pos (y 1%nat)). pose proof (Rabs_pos (y 2%nat)).
  pose proof (Rabs_pos (y 3%nat)).
  assert (0 <= (1 + Rabs u0) * rho) by (apply Rmult_le_pos; [pose proof (Rabs_pos u0); lra|exact Hrho]).
  set (M := Rabs (y 0%nat) + Rabs (y 1%nat) + Rabs (y 2%nat) + Rabs (y 3%nat) + (1 + Rabs u0) * rho).
  pose proof (point_bound w 0 Hw) as B0. pose proof (point_bound w 1 Hw) as B1. pose proof (point_bound w 2 Hw) as B2.
  pose proof (point_bound w 3 Hw) as B3. apply Rabs_le_inv in B0, B1, B2, B3.
  assert (n1 (point w) <= M) as N1 by (unfold n1; repeat apply Rmax_lub; unfold M; lra).
  assert (- M <= n4 (point w)) as N4 by (unfold n4; repeat apply Rmin_glb; unfold M; lra).
  destruct (sorted_entries (point w)) as (S1 & S2 & S3). apply Rmax_lub; [lra|]. unfold xb, cb. unfold M in *. lra.
Qed.

(** The function plus a quadratic polynomial has a minimum on the line, and there the least member is attained. *)
Lemma line_minimum A B : exists w, 0 <= w <= 1 /\
  (forall u, 0 <= u <= 1 -> four (point w) + A * w + B * w ^ 2 <= four (point u) + A * u + B * u ^ 2) /\
  exists T t, member_at (point w) T t /\ member_value (point w) T t <= four (point w).
Proof.
  pose proof T1_range as [R1 _]. destruct (reach_unbounded farthest) as [T0 [HT0 LT0]].
  set (D := fun q : vec => 0 <= q 0%nat <= 1 /\ T0 <= q 1%nat <= T1 /\ 0 <= q 2%nat <= 1 /\
    reach (q 1%nat) <= Rmax (apart T1) (xb (point (q 0%nat))) /\
    (xb (point (q 0%nat)) - xc (point (q 0%nat))) / 2 <= reach (q 1%nat)).
  set (g := fun q : vec =>
    member_value (point (q 0%nat)) (q 1%nat) (q 2%nat * ((xb (point (q 0%nat)) + xc (point (q 0%nat))) / 2)) +
    A * q 0%nat + B * q 0%nat ^ 2).
  assert (forall q, D q -> member_at (point (q 0%nat)) (q 1%nat)
    (q 2%nat * ((xb (point (q 0%nat)) + xc (point (q 0%nat))) / 2))) as at_D.
  { intros q (Q0 & Q1 & Q2 & Q3 & Q4). split; [split; [lra|split; assumption]|].
    destruct (sorted_coordinates (point (q 0%nat))) as [Sc Sb].
    set (h := (xb (point (q 0%nat)) + xc (point (q 0%nat))) / 2). assert (0 <= h) by (unfold h; lra).
    split; [apply Rmult_le_pos; lra|]. rewrite <- (Rmult_1_l h) at 2. apply Rmult_le_compat_r; lra. }
  assert (forall w T t, 0 <= w <= 1 -> member_at (point w) T t -> exists q, D q /\ q 0%nat = w /\
    g q = member_value (point w) T t + A * w + B * w ^ 2) as of_member.
  { intros w T t Hw [(HT & Hu & Hl) Ht]. set (h := (xb (point w) + xc (point w)) / 2) in *.
    assert (exists k, 0 <= k <= 1 /\ k * h = t) as [k [Hk Ek]].
    { destruct (Req_dec h 0) as [E|E]; [exists 0; lra|]. exists (t / h). split; [|field; exact E].
      split; [apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat; lra]|].
      apply Rmult_le_reg_r with h; [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. }
    exists (fun i => match i with 0%nat => w | 1%nat => T | _ => k end).
    pose proof (reach_bound w Hw) as Rb. pose proof (reach_order T T0 HT ltac:(lra) ltac:(lra)) as O.
    split; [unfold D; repeat split; try assumption; lra|]. split; [reflexivity|]. unfold g. fold h. rewrite Ek. reflexivity. }
  destruct (minimum_on_closed 3 D g) as [q [Dq Mq]].
  - destruct (member_exists (point 0)) as [T HT]. destruct (of_member 0 T 0 ltac:(lra) HT) as [q [Dq _]]. now exists q.
  - intros q (Q0 & Q1 & Q2 & _) i Hi. destruct i as [|[|[|i]]]; [exact Q0|lra|exact Q2|lia].
  - intros c N.
    assert (forall f k, cont f c -> (forall x, D x -> f x <= k) -> f c <= k) as up.
    { intros f k F H. apply (cont_le f (fun _ => k) D c F (cont_const k c) H N). }
    assert (forall f k, cont f c -> (forall x, D x -> k <= f x) -> k <= f c) as down.
    { intros f k F H. apply (cont_le (fun _ => k) f D c (cont_const k c) F H N). }
    assert (T0 <= c 1%nat <= T1) as C1.
    { split; [apply (down (fun x => x 1%nat))|apply (up (fun x => x 1%nat))]; try (apply cont_entry; lia);
        intros x (_ & X1 & _); apply X1. }
    destruct (coordinates_continuous c) as (Ca & Cb & Cc & Cm).
    pose proof (third_entry _ _ c reach_derive ltac:(lra)) as F4.
    unfold D. split; [|split; [exact C1|split; [|split]]].
    + split; [apply (down (fun x => x 0%nat))|apply (up (fun x => x 0%nat))]; try (apply cont_entry; lia);
        intros x (X0 & _); apply X0.
    + split; [apply (down (fun x => x 2%nat))|apply (up (fun x => x 2%nat))]; try (apply cont_entry; lia);
        intros x (_ & _ & X2 & _); apply X2.
    + apply (cont_le (fun q => reach (q 1%nat)) (fun q => Rmax (apart T1) (xb (point (q 0%nat)))) D c);
        [exact F4|continuous| |exact N].
      intros x (_ & _ & _ & X3 & _). exact X3.
    + apply (cont_le (fun q => (xb (point (q 0%nat)) - xc (point (q 0%nat))) / 2) (fun q => reach (q 1%nat)) D c);
        [unfold Rdiv; continuous|exact F4| |exact N].
      intros x (_ & _ & _ & _ & X4). exact X4.
  - intros c (C0 & C1 & _) eta He.
    assert (cont g c) as G by (unfold g; pose proof (value_continuous c ltac:(lra)); continuous).
    destruct (G eta He) as [r [Hr L]]. exists r. split; [exact Hr|]. intros x _ Nx. specialize (L x Nx).
    apply Rabs_le_inv in L. lra.
  - set (w := q 0%nat) in *. pose proof Dq as (Q0 & _). fold w in Q0. pose proof (at_D q Dq) as Mem. fold w in Mem.
    set (t := q 2%nat * ((xb (point w) + xc (point w)) / 2)) in *.
    assert (g q = member_value (point w) (q 1%nat) t + A * w + B * w ^ 2) as Eg by reflexivity.
    assert (forall u, 0 <= u <= 1 -> g q <= four (point u) + A * u + B * u ^ 2) as Low.
    { intros u Hu. enough (g q - A * u - B * u ^ 2 <= four (point u)) by lra. apply four_greatest. intros T t' H.
      destruct (of_member u T t' Hu H) as [q' [Dq' [_ E']]]. specialize (Mq q' Dq'). rewrite E' in Mq. lra. }
    pose proof (four_below (point w) (q 1%nat) t Mem) as Below. pose proof (Low w Q0) as Loww.
    exists w. split; [exact Q0|]. split; [intros u Hu; specialize (Low u Hu); lra|].
    exists (q 1%nat), t. split; [exact Mem|lra].
Qed.

Lemma line_chord u : 0 <= u <= 1 -> (1 - u) * four (point 0) + u * four (point 1) <= four (point u) + u * (1 - u) / 2 * rho ^ 2.
Proof.
  intros Hu. apply (chord_from_local (fun w => four (point w)) (rho ^ 2)); [|exact Hu]. intros A B.
  destruct (line_minimum A B) as (w & Hw & M & T & t & Mem & L). exists w. split; [exact Hw|]. split; [exact M|].
  intros _ c Hc. assert (forall v, four (point (w + v)) = four (add (point w) (scale (v * rho) s))) as E.
  { intros v. apply four_ext. intros i _. unfold point, add, scale. ring. }
  destruct (Req_dec rho 0) as [Z|Z].
  - exists 1. split; [lra|]. intros v Hv. unfold Rminus. rewrite !E, Z.
    rewrite (four_ext (add (point w) (scale (v * 0) s)) (point w)) by (intros i _; unfold add, scale; ring).
    rewrite (four_ext (add (point w) (scale (- v * 0) s)) (point w)) by (intros i _; unfold add, scale; ring).
    assert (0 <= c * v ^ 2) by (apply Rmult_le_pos; [lra|apply pow2_ge_0]). lra.
  - assert (0 < rho ^ 2) as R2 by (apply pow_lt; lra).
    destruct (four_bends (point w) s T t Hs Mem L (c / rho ^ 2)) as [r [Hr N]]; [apply Rdiv_lt_0_compat; lra|].
    exists (r / rho). split; [apply Rdiv_lt_0_compat; lra|]. intros v Hv.
    assert (v * rho < r) as V.
    { apply Rlt_le_trans with (r / rho * rho); [apply Rmult_lt_compat_r; lra|]. right. field. exact Z. }
    specialize (N (v * rho) ltac:(split; [apply Rmult_lt_0_compat; lra|exact V])).
    unfold Rminus. rewrite !E, <- Ropp_mult_distr_l.
    replace ((1 + c / rho ^ 2) * (v * rho) ^ 2) with ((rho ^ 2 + c) * v ^ 2) in N by (field; exact Z). exact N.
Qed.

End Line.

(** ** The optimum *)

(** There is a smoothing with this gap; by FourLower.v none has a smaller one. *)
Theorem four_optimum : optimum 4 (4320 * arc - 11232 * arc ^ 2 - 414).
Proof.
  destruct (smoothing_of_sign_chords 4 four ltac:(lia) four_above) as [g [Hg _]].
  - intros y s r u Hs Hr Hu. pose proof (line_chord y s r u Hs Hr u Hu) as L.
    rewrite (four_ext (point y s r u 0) (add y (scale (- u * r) s))) in L by (intros i _; unfold point, add, scale; ring).
    rewrite (four_ext (point y s r u 1) (add y (scale ((1 - u) * r) s))) in L by (intros i _; unfold point, add, scale; ring).
    rewrite (four_ext (point y s r u u) y) in L by (intros i _; unfold point, add, scale; ring). exact L.
  - split; [|intros eps f; apply four_lower]. exists g. destruct Hg as (Gc & Gs & Gb). split; [exact Gc|split; [exact Gs|]].
    intros x. specialize (Gb x). pose proof four_zero as Z. rewrite value0_closed in Z. lra.
Qed.
