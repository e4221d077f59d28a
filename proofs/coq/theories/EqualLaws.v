(** The difference of two independent numbers of the same law is not uniform, so its mean size exceeds what its spread
    demands. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require Import Vectors MeanValue NoiseDifference SpreadBound.
Open Scope R_scope.

(** X and Y have the same law, and are independent: by their distribution functions. *)
Definition same_law {W} (P : mean_value W) (X Y : W -> R) : Prop :=
  forall s, mean P (fun w => beyond s (X w)) = mean P (fun w => beyond s (Y w)).
Definition independent {W} (P : mean_value W) (X Y : W -> R) : Prop := forall s t,
  mean P (fun w => beyond s (X w) * beyond t (Y w)) =
    mean P (fun w => beyond s (X w)) * mean P (fun w => beyond t (Y w)).

(** ** Independent entries of the same law *)

Section Equal.
Context {W : Type} (P : mean_value W).
Variables X Y : W -> R.
Hypothesis HX : integrable P X.
Hypothesis HY : integrable P Y.
Hypothesis Same : same_law P X Y.
Hypothesis Ind : independent P X Y.
Let U (w : W) : R := X w - Y w.
Let q (s : R) : R := mean P (fun w => beyond s (X w)).

Lemma qY s : mean P (fun w => beyond s (Y w)) = q s.
Proof. symmetry. apply Same. Qed.

Lemma difference_integrable : integrable P U.
Proof. now apply integrable_minus. Qed.

Lemma bX s : integrable P (fun w => beyond s (X w)).
Proof. now apply beyond_integrable. Qed.

Lemma bY s : integrable P (fun w => beyond s (Y w)).
Proof. now apply beyond_integrable. Qed.

Lemma bXY s t : integrable P (fun w => beyond s (X w) * beyond t (Y w)).
Proof.
  apply (integrable_ext P (fun w => Rmin (beyond s (X w)) (beyond t (Y w)))).
  - intros w. unfold beyond, Rmin. destruct (Rlt_dec s (X w)), (Rlt_dec t (Y w)), (Rle_dec _ _); lra.
  - apply integrable_min; [apply bX|apply bY].
Qed.

Lemma q_range s : 0 <= q s <= 1.
Proof.
  split; [apply mean_nonneg; [apply bX|]|unfold q; rewrite <- (mean_const P 1); apply (mean_monotone _ P);
    [apply bX|apply integrable_const|]]; intros w; unfold beyond; destruct (Rlt_dec s (X w)); lra.
Qed.

Lemma q_falls s t : s <= t -> q t <= q s.
Proof. exact (chance_falls P X HX s t). Qed.

(** q is below 1 somewhere, and positive somewhere. *)
Lemma q_ends : (exists t, q t < 1) /\ exists t, 0 < q t.
Proof.
  assert (IP : integrable P (fun w => Rmax 0 (X w))) by (apply mean_max; [apply integrable_const|exact HX]).
  assert (IN : integrable P (fun w => Rmax 0 (-1 * X w)))
    by (apply mean_max; [apply integrable_const|now apply integrable_scale]).
  split.
  - set (m := mean P (fun w => Rmax 0 (X w))). assert (Pm : 0 <= m).
    { apply mean_nonneg; [exact IP|]. intros w. apply Rmax_l. }
    exists (m + 1). assert (M : (m + 1) * q (m + 1) <= m).
    { unfold q. rewrite <- mean_scale by apply bX. apply (mean_monotone _ P); [apply integrable_scale, bX|exact IP|].
      intros w. unfold beyond, Rmax. destruct (Rlt_dec (m + 1) (X w)), (Rle_dec 0 (X w)); lra. }
    apply Rnot_le_lt. intros L. pose proof (q_range (m + 1)). nra.
  - set (m := mean P (fun w => Rmax 0 (-1 * X w))). assert (Pm : 0 <= m).
    { apply mean_nonneg; [exact IN|]. intros w. apply Rmax_l. }
    exists (- (m + 1)). assert (M : (m + 1) * (1 - q (- (m + 1))) <= m).
    { unfold q. replace (1 - mean P (fun w => beyond (- (m + 1)) (X w)))
        with (mean P (fun w => 1 * 1 + -1 * beyond (- (m + 1)) (X w)))
        by (rewrite mean_of_linear, mean_const by (apply integrable_const || apply bX); ring).
      assert (I : integrable P (fun w => 1 * 1 + -1 * beyond (- (m + 1)) (X w)))
        by (apply integrable_linear; [apply integrable_const|apply bX]).
      rewrite <- mean_scale by exact I. apply (mean_monotone _ P); [now apply integrable_scale|exact IN|].
      intros w. unfold beyond, Rmax. destruct (Rlt_dec (- (m + 1)) (X w)), (Rle_dec 0 (-1 * X w)); lra. }
    apply Rnot_le_lt. intros L. pose proof (q_range (- (m + 1))). nra.
Qed.

(** X beyond s and Y up to t, or the other way. *)
Lemma beyond_and_up s t : integrable P (fun w => beyond s (X w) * (1 - beyond t (Y w))) /\
  mean P (fun w => beyond s (X w) * (1 - beyond t (Y w))) = q s * (1 - q t).
Proof.
  assert (E : forall w, 1 * beyond s (X w) + -1 * (beyond s (X w) * beyond t (Y w)) =
    beyond s (X w) * (1 - beyond t (Y w))) by (intros; ring).
  split.
  - apply (integrable_ext P _ _ E). apply integrable_linear; [apply bX|apply bXY].
  - rewrite <- (mean_ext P _ _ E), mean_of_linear by (apply bX || apply bXY). rewrite Ind, qY. unfold q. ring.
Qed.

(** Both in the same interval (s, t]. *)
Definition between (s t x : R) : R := beyond s x - beyond t x.

Lemma both_between s t : integrable P (fun w => between s t (X w) * between s t (Y w)) /\
  mean P (fun w => between s t (X w) * between s t (Y w)) = (q s - q t) ^ 2.
Proof.
  set (A := fun w => 1 * (beyond s (X w) * beyond s (Y w)) + -1 * (beyond s (X w) * beyond t (Y w))).
  set (B := fun w => 1 * (beyond t (X w) * beyond s (Y w)) + -1 * (beyond t (X w) * beyond t (Y w))).
  assert (IA : integrable P A) by (apply integrable_linear; apply bXY).
  assert (IB : integrable P B) by (apply integrable_linear; apply bXY).
  assert (E : forall w, 1 * A w + -1 * B w = between s t (X w) * between s t (Y w))
    by (intros w; unfold A, B, between; ring).
  split.
  - apply (integrable_ext P _ _ E). now apply integrable_linear.
  - rewrite <- (mean_ext P _ _ E), mean_of_linear by assumption. unfold A, B.
    rewrite 2 mean_of_linear by apply bXY. rewrite !Ind, !qY. unfold q. ring.
Qed.

Variable S : R.
Hypothesis HS : spread_at_most P U S.
Hypothesis PS : 0 < S.
Let c : R := / (2 * S).
Hypothesis Inside : forall eta, 0 < eta -> mean P (fun w => within (- (c + eta)) (c + eta) (U w)) = 1.

Lemma c_pos : 0 < c.
Proof. apply Rinv_0_lt_compat. lra. Qed.

Let r (t : R) : R := mean P (fun w => beyond t (U w)).

(** U does not exceed c, and is near c as often as the uniform law. *)
Lemma r_far t : c < t -> r t = 0.
Proof.
  intros H. pose proof c_pos as Pc. pose proof difference_integrable as HU. set (eta := t - c).
  pose proof (Inside eta ltac:(unfold eta; lra)) as I. apply Rle_antisym.
  - apply Rle_trans with (mean P (fun w => 1 * 1 + -1 * within (- (c + eta)) (c + eta) (U w))).
    + apply (mean_monotone _ P); [now apply beyond_integrable|apply integrable_linear;
        [apply integrable_const|apply within_integrable; [exact HU|unfold eta; lra]]|].
      intros w. unfold beyond, within, eta. destruct (Rlt_dec t (U w)), (Rle_dec (- (c + (t - c))) (U w));
        try destruct (Rle_dec (U w) (c + (t - c))); lra.
    + rewrite mean_of_linear, mean_const, I
        by (apply integrable_const || (apply within_integrable; [exact HU|unfold eta; lra])). lra.
  - apply mean_nonneg; [now apply beyond_integrable|]. intros w. unfold beyond. destruct (Rlt_dec t (U w)); lra.
Qed.

Lemma r_near h : 0 <= h <= 2 * c -> S * h <= r (c - h).
Proof.
  intros Hh. pose proof c_pos as Pc. pose proof difference_integrable as HU. apply (bound_by_limit _ _ S); [lra|].
  intros eta He. pose proof (Inside eta He) as I. pose proof (HS (- (c + eta)) (c - h) ltac:(lra)) as B.
  assert (L : mean P (fun w => within (- (c + eta)) (c + eta) (U w)) <=
    mean P (fun w => 1 * within (- (c + eta)) (c - h) (U w) + 1 * beyond (c - h) (U w))).
  { apply (mean_monotone _ P); [apply within_integrable; [exact HU|lra]|apply integrable_linear;
      [apply within_integrable; [exact HU|lra]|now apply beyond_integrable]|].
    intros w. unfold within, beyond. destruct (Rle_dec (- (c + eta)) (U w)), (Rlt_dec (c - h) (U w));
      try destruct (Rle_dec (U w) (c + eta)); try destruct (Rle_dec (U w) (c - h)); lra. }
  rewrite I, mean_of_linear in L
    by ((apply within_integrable; [exact HU|lra]) || now apply beyond_integrable). fold (r (c - h)) in L.
  assert (C : S * (2 * c) = 1) by (unfold c; field; lra).
  replace (S * (c - h - - (c + eta))) with (S * (2 * c) - S * h + S * eta) in B by ring. lra.
Qed.

(** One beyond s and the other up to t, s - t > c: that does not happen. *)
Lemma never_apart s t : c < s - t -> q s * (1 - q t) = 0.
Proof.
  intros H. destruct (beyond_and_up s t) as [I E]. rewrite <- E. apply Rle_antisym.
  - rewrite <- (r_far (s - t) H). apply (mean_monotone _ P); [exact I|apply beyond_integrable, difference_integrable|].
    intros w. unfold beyond, U. destruct (Rlt_dec s (X w)), (Rlt_dec t (Y w)), (Rlt_dec (s - t) (X w - Y w)); lra.
  - apply mean_nonneg; [exact I|]. intros w. unfold beyond. destruct (Rlt_dec s (X w)), (Rlt_dec t (Y w)); lra.
Qed.

(** So all values lie in an interval [m, m + c]. *)
Lemma support : exists m, (forall x, x < m -> q x = 1) /\ forall x, m + c < x -> q x = 0.
Proof.
  destruct q_ends as [(t1 & H1) (t2 & H2)].
  destruct (completeness (fun x => q x = 1)) as [m [Up Least]].
  - exists (t1 + c + 1). intros x Hx. apply Rnot_lt_le. intros L. pose proof (never_apart x t1 ltac:(lra)) as N. nra.
  - exists (t2 - c - 1). pose proof (never_apart t2 (t2 - c - 1) ltac:(lra)) as N. nra.
  - assert (A : forall x, x < m -> q x = 1).
    { intros x Hx. apply Rle_antisym; [apply q_range|]. apply Rnot_lt_le. intros L.
      assert (B : m <= x); [|lra]. apply Least. intros y Hy. apply Rnot_lt_le. intros G.
      pose proof (q_falls x y ltac:(lra)). lra. }
    exists m. split; [exact A|]. intros x Hx. set (t := m + (x - m - c) / 2).
    pose proof (never_apart x t ltac:(unfold t; lra)) as N.
    assert (Q : q t < 1).
    { pose proof (q_range t) as R. destruct (Req_dec (q t) 1) as [E|E]; [|lra]. specialize (Up t E). unfold t in Up.
      lra. }
    nra.
Qed.

Section Support.
Variable m : R.
Hypothesis Low : forall x, x < m -> q x = 1.
Hypothesis High : forall x, m + c < x -> q x = 0.

(** The shares a of the upper end and b of the lower end. *)
Let a (h : R) : R := q (m + c - h).
Let b (h : R) : R := 1 - q (m + h).

(** If U is near c then X is near the upper end and Y near the lower one. *)
Lemma ends_share h : 0 < h <= 2 * c -> S * h <= a h * b h.
Proof.
  intros Hh. pose proof difference_integrable as HU. apply (bound_by_limit _ _ S); [lra|]. intros eta0 He0.
  set (eta := Rmin eta0 h / 2). pose proof (Rmin_l eta0 h) as M1. pose proof (Rmin_r eta0 h) as M2.
  assert (He : 0 < eta) by (unfold eta; assert (0 < Rmin eta0 h) by (apply Rmin_pos; lra); lra).
  set (h' := h - eta). pose proof (r_near h' ltac:(unfold h', eta in *; lra)) as R.
  destruct (beyond_and_up (m + c - h) (m + h)) as [I E].
  assert (L : r (c - h') <= mean P (fun w => 1 * (beyond (m + c - h) (X w) * (1 - beyond (m + h) (Y w))) +
    1 * (1 * beyond (m + c + eta) (X w) + 1 * (1 * 1 + -1 * beyond (m - eta) (Y w))))).
  { apply (mean_monotone _ P); [now apply beyond_integrable| |].
    - apply integrable_linear; [exact I|]. apply integrable_linear; [apply bX|].
      apply integrable_linear; [apply integrable_const|apply bY].
    - intros w. unfold beyond, U, h'. destruct (Rlt_dec (m + c + eta) (X w)), (Rlt_dec (m - eta) (Y w)),
        (Rlt_dec (m + c - h) (X w)), (Rlt_dec (m + h) (Y w)), (Rlt_dec (c - (h - eta)) (X w - Y w)); lra. }
  assert (I2 : integrable P (fun w => 1 * 1 + -1 * beyond (m - eta) (Y w)))
    by (apply integrable_linear; [apply integrable_const|apply bY]).
  assert (I1 : integrable P (fun w => 1 * beyond (m + c + eta) (X w) + 1 * (1 * 1 + -1 * beyond (m - eta) (Y w))))
    by (apply integrable_linear; [apply bX|exact I2]).
  rewrite mean_of_linear, E in L by assumption. rewrite mean_of_linear in L by (apply bX || exact I2).
  rewrite mean_of_linear, mean_const, qY in L by (apply integrable_const || apply bY).
  fold (q (m + c + eta)) in L. rewrite (High (m + c + eta)), (Low (m - eta)) in L by lra.
  unfold a, b. assert (Eh : S * h' = S * h - S * eta) by (unfold h'; ring).
  assert (Q : S * eta <= S * eta0) by (apply Rmult_le_compat_l; unfold eta; lra). lra.
Qed.

(** Two values in the same end, or both between h and 2h from the lower end, are within h. *)
Lemma close_pairs h : 0 < h -> 3 * h <= c -> a h ^ 2 + b h ^ 2 + (b (2 * h) - b h) ^ 2 <= 2 * S * h.
Proof.
  intros Hh Hc. pose proof difference_integrable as HU. apply (bound_by_limit _ _ (2 * S)); [lra|]. intros eta He.
  assert (Z : m - eta < m) by lra. assert (Z' : m + c < m + c + eta) by lra.
  destruct (both_between (m - eta) (m + h)) as [I1 E1]. destruct (both_between (m + h) (m + 2 * h)) as [I2 E2].
  destruct (both_between (m + c - h) (m + c + eta)) as [I3 E3].
  assert (Order : - (h + eta) <= h + eta) by lra. pose proof (within_integrable P U HU _ _ Order) as Iw.
  assert (L : mean P (fun w => 1 * (between (m - eta) (m + h) (X w) * between (m - eta) (m + h) (Y w)) +
      1 * (1 * (between (m + h) (m + 2 * h) (X w) * between (m + h) (m + 2 * h) (Y w)) +
        1 * (between (m + c - h) (m + c + eta) (X w) * between (m + c - h) (m + c + eta) (Y w)))) <=
    mean P (fun w => within (- (h + eta)) (h + eta) (U w))).
  { apply (mean_monotone _ P); [apply integrable_linear; [exact I1|now apply integrable_linear]|exact Iw|]. intros w.
    assert (B : forall s t x, s < t -> (between s t x = 1 /\ s < x <= t) \/ (between s t x = 0 /\ (x <= s \/ t < x))).
    { intros s t x Hst. unfold between, beyond. destruct (Rlt_dec s x), (Rlt_dec t x); [right|left|right|right]; lra. }
    assert (W0 : 0 <= within (- (h + eta)) (h + eta) (U w)).
    { unfold within. destruct (Rle_dec _ _); [destruct (Rle_dec _ _)|]; lra. }
    assert (W1 : Rabs (X w - Y w) <= h + eta -> within (- (h + eta)) (h + eta) (U w) = 1).
    { intros A. unfold within, U. unfold Rabs in A. destruct (Rcase_abs (X w - Y w));
        destruct (Rle_dec (- (h + eta)) (X w - Y w)); try destruct (Rle_dec (X w - Y w) (h + eta)); lra. }
    destruct (B (m - eta) (m + h) (X w) ltac:(lra)) as [[-> X1]|[-> X1]],
      (B (m + h) (m + 2 * h) (X w) ltac:(lra)) as [[-> X2]|[-> X2]],
      (B (m + c - h) (m + c + eta) (X w) ltac:(lra)) as [[-> X3]|[-> X3]]; try (exfalso; lra);
      destruct (B (m - eta) (m + h) (Y w) ltac:(lra)) as [[-> Y1]|[-> Y1]],
        (B (m + h) (m + 2 * h) (Y w) ltac:(lra)) as [[-> Y2]|[-> Y2]],
        (B (m + c - h) (m + c + eta) (Y w) ltac:(lra)) as [[-> Y3]|[-> Y3]]; try (exfalso; lra);
      first [lra|rewrite W1 by (apply Rabs_le; lra); lra]. }
  rewrite mean_of_linear, mean_of_linear, E1, E2, E3 in L by (assumption || now apply integrable_linear).
  rewrite (Low (m - eta) Z), (High (m + c + eta) Z') in L. pose proof (HS (- (h + eta)) (h + eta) Order) as B.
  unfold a, b. replace (1 - q (m + 2 * h) - (1 - q (m + h))) with (q (m + h) - q (m + 2 * h)) by ring.
  replace (q (m + c - h) - 0) with (q (m + c - h)) in L by ring. lra.
Qed.

(** No such law. *)
Lemma impossible : False.
Proof.
  pose proof c_pos as Pc. set (h := c / 6).
  assert (A : forall h, 0 < h -> 3 * h <= c -> b h ^ 2 = S * h /\ b (2 * h) = b h).
  { intros s H1 H2. pose proof (ends_share s ltac:(lra)) as E. pose proof (close_pairs s H1 H2) as C.
    pose proof (pow2_ge_0 (b (2 * s) - b s)) as Q. pose proof (pow2_ge_0 (a s - b s)) as Q'.
    assert (Z : (b (2 * s) - b s) ^ 2 = 0) by (simpl in *; lra). assert (Z' : (a s - b s) ^ 2 = 0) by (simpl in *; lra).
    assert (D : b (2 * s) - b s = 0) by (simpl in Z; rewrite Rmult_1_r in Z; destruct (Rmult_integral _ _ Z); lra).
    assert (D' : a s - b s = 0) by (simpl in Z'; rewrite Rmult_1_r in Z'; destruct (Rmult_integral _ _ Z'); lra).
    split; [|lra]. replace (a s) with (b s) in * by lra. simpl in *. lra. }
  destruct (A h ltac:(unfold h; lra) ltac:(unfold h; lra)) as [A1 A2].
  destruct (A (2 * h) ltac:(unfold h; lra) ltac:(unfold h; lra)) as [A3 _]. rewrite A2, A1 in A3.
  assert (Q : 0 < S * h) by (apply Rmult_lt_0_compat; unfold h; lra). lra.
Qed.
End Support.

Lemma never_uniform : False.
Proof. destruct support as (m & L & H). exact (impossible m L H). Qed.
End Equal.

(** The mean size of the difference is more than 1/(4S). *)
Theorem more_than_half {W} (P : mean_value W) (X Y : W -> R) S : integrable P X -> integrable P Y ->
  same_law P X Y -> independent P X Y -> spread_at_most P (fun w => X w - Y w) S ->
  1 / 2 < 2 * S * mean P (fun w => Rabs (X w - Y w)).
Proof.
  intros HX HY Same Ind HS. set (U := fun w => X w - Y w) in *.
  assert (HU : integrable P U) by now apply integrable_minus.
  assert (PS : 0 < S).
  { apply Rnot_le_lt. intros L. pose proof (abs_integrable P U HU) as IA. set (D := mean P (fun w => Rabs (U w))).
    assert (D0 : 0 <= D).
    { apply mean_nonneg; [exact IA|]. intros w. apply Rabs_pos. }
    pose proof (HS (- (D + 1)) (D + 1) ltac:(lra)) as B.
    assert (M : mean P (fun w => 1 * 1 + - / (D + 1) * Rabs (U w)) <=
      mean P (fun w => within (- (D + 1)) (D + 1) (U w))).
    { apply (mean_monotone _ P); [apply integrable_linear; [apply integrable_const|exact IA]|
        apply within_integrable; [exact HU|lra]|].
      intros w. assert (Pi : 0 < / (D + 1)) by (apply Rinv_0_lt_compat; lra). pose proof (Rabs_pos (U w)) as Pa.
      assert (Far : D + 1 < Rabs (U w) -> 1 * 1 + - / (D + 1) * Rabs (U w) <= 0).
      { intros F. apply (Rmult_le_reg_l (D + 1)); [lra|].
        replace ((D + 1) * (1 * 1 + - / (D + 1) * Rabs (U w))) with (D + 1 - Rabs (U w)) by (field; lra). lra. }
      assert (Near : 1 * 1 + - / (D + 1) * Rabs (U w) <= 1).
      { pose proof (Rmult_le_pos _ _ (Rlt_le _ _ Pi) Pa). lra. }
      unfold within. destruct (Rle_dec (- (D + 1)) (U w)); [destruct (Rle_dec (U w) (D + 1))|]; [exact Near| |];
        apply Far; unfold Rabs; destruct (Rcase_abs (U w)); lra. }
    rewrite mean_of_linear, mean_const in M by (apply integrable_const || exact IA). fold D in M.
    assert (F : 0 < 1 * 1 + - / (D + 1) * D).
    { replace (1 * 1 + - / (D + 1) * D) with (/ (D + 1)) by (field; lra). apply Rinv_0_lt_compat. lra. }
    assert (N : S * (D + 1 - - (D + 1)) <= 0) by nra. lra. }
  destruct (mean_size_bound P U HU S HS PS) as [B Eq]. set (D := mean P (fun w => Rabs (U w))) in *.
  destruct (Req_dec D (/ (4 * S))) as [E|N].
  - exfalso. exact (never_uniform P X Y HX HY Same Ind S HS PS (Eq E)).
  - apply Rle_lt_trans with (2 * S * / (4 * S)); [right; field; lra|]. apply Rmult_lt_compat_l; [lra|].
    destruct B as [B|B]; [exact B|now symmetry in B].
Qed.
