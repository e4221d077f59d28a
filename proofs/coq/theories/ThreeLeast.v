(** The pointwise least smoothing of three entries in closed form: it is above the function of ThreeEntries.v, by two
    comparisons of slopes, and below it, because that function bends little along sign vectors. *)

From Coq Require Import Reals Lra Lia FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import Vectors Smoothing Conjugate Scaling SmallDimensions ClosedForms Gradients.
From TightMax Require Import LeastSmoothing LeastSymmetry GoodFunctions LambertRoot ThreeEntries.
Open Scope R_scope.

(** ** Not above it *)

Definition three_of (x : vec) : R := three (x 0%nat) (x 1%nat) (x 2%nat).

Lemma three_above x : largest 3 x <= three_of x.
Proof.
  unfold three_of, three, sorted_value. set (m := middle _ _ _). set (l := least _ _ _).
  pose proof (pow2_ge_0 (Rmax (boundary (m - l) - (greatest (x 0%nat) (x 1%nat) (x 2%nat) - m)) 0)).
  apply Rle_trans with (greatest (x 0%nat) (x 1%nat) (x 2%nat)); [|lra].
  unfold greatest. simpl. rewrite Rmax_assoc. lra.
Qed.

(** Along one entry, whatever the others are. *)
Lemma entry_chord a b t q u : 0 <= u <= 1 ->
  (1 - u) * three (t + - u * q) a b + u * three (t + (1 - u) * q) a b <= three t a b + u * (1 - u) / 8 * q ^ 2.
Proof.
  intros Hu. enough (forall b c, c <= b ->
    (1 - u) * three (t + - u * q) b c + u * three (t + (1 - u) * q) b c <= three t b c + u * (1 - u) / 8 * q ^ 2) as H.
  { destruct (Rle_dec b a) as [L|L]; [now apply H|]. rewrite 3 (three_swap_last _ a b). apply H. lra. }
  clear a b. intros b c H. destruct (along_entry b c H) as [m B].
  pose proof (B t (t + - u * q) I I) as B1. pose proof (B t (t + (1 - u) * q) I I) as B2. cbv beta in B1, B2.
  apply (Rmult_le_compat_l (1 - u)) in B1; [|lra]. apply (Rmult_le_compat_l u) in B2; [|lra]. lra.
Qed.

(** Along a sign vector: but for a number added to all entries, at most one entry moves. *)
Lemma three_chord y s r u : signs s -> 0 <= r -> 0 <= u <= 1 ->
  (1 - u) * three_of (add y (scale (- u * r) s)) + u * three_of (add y (scale ((1 - u) * r) s))
  <= three_of y + u * (1 - u) / 2 * r ^ 2.
Proof.
  intros Hs _ Hu. unfold three_of. set (a := y 0%nat). set (b := y 1%nat). set (c := y 2%nat).
  assert (E : forall k, three (add y (scale k s) 0%nat) (add y (scale k s) 1%nat) (add y (scale k s) 2%nat)
    = three (a + k * s 0%nat) (b + k * s 1%nat) (c + k * s 2%nat)) by reflexivity.
  rewrite 2 E. clear E. assert (0 <= u * (1 - u) / 2 * r ^ 2).
  { apply Rmult_le_pos; [apply Rmult_le_pos; [apply Rmult_le_pos; lra|lra]|apply pow2_ge_0]. }
  assert (One : forall a b c e k, three (a + k * e) (b + k * - e) (c + k * - e) = three (a + k * (2 * e)) b c - k * e).
  { intros x y' z e k. pose proof (three_shift (x + k * (2 * e)) y' z (- (k * e))) as S.
    replace (x + k * (2 * e) + - (k * e)) with (x + k * e) in S by ring.
    replace (y' + - (k * e)) with (y' + k * - e) in S by ring. replace (z + - (k * e)) with (z + k * - e) in S by ring. lra. }
  assert (Alone : forall a b c e, e = 1 \/ e = -1 ->
    (1 - u) * three (a + - u * r * e) (b + - u * r * - e) (c + - u * r * - e)
    + u * three (a + (1 - u) * r * e) (b + (1 - u) * r * - e) (c + (1 - u) * r * - e)
    <= three a b c + u * (1 - u) / 2 * r ^ 2).
  { intros x y' z e He. rewrite 2 One. pose proof (entry_chord y' z x (r * (2 * e)) u Hu) as C.
    replace (- u * (r * (2 * e))) with (- u * r * (2 * e)) in C by ring.
    replace ((1 - u) * (r * (2 * e))) with ((1 - u) * r * (2 * e)) in C by ring.
    assert (e * e = 1) as Ee by (destruct He as [-> | ->]; ring).
    replace ((r * (2 * e)) ^ 2) with (4 * r ^ 2 * (e * e)) in C by ring. rewrite Ee in C. lra. }
  assert (All : forall e, (1 - u) * three (a + - u * r * e) (b + - u * r * e) (c + - u * r * e)
    + u * three (a + (1 - u) * r * e) (b + (1 - u) * r * e) (c + (1 - u) * r * e)
    <= three a b c + u * (1 - u) / 2 * r ^ 2) by (intros e; rewrite 2 three_shift; lra).
  assert (Second : forall e, e = 1 \/ e = -1 ->
    (1 - u) * three (a + - u * r * - e) (b + - u * r * e) (c + - u * r * - e)
    + u * three (a + (1 - u) * r * - e) (b + (1 - u) * r * e) (c + (1 - u) * r * - e)
    <= three a b c + u * (1 - u) / 2 * r ^ 2).
  { intros e He. pose proof (Alone b a c e He) as A. rewrite (three_swap b a) in A.
    rewrite (three_swap (b + - u * r * e)), (three_swap (b + (1 - u) * r * e)) in A. exact A. }
  assert (Third : forall e, e = 1 \/ e = -1 ->
    (1 - u) * three (a + - u * r * - e) (b + - u * r * - e) (c + - u * r * e)
    + u * three (a + (1 - u) * r * - e) (b + (1 - u) * r * - e) (c + (1 - u) * r * e)
    <= three a b c + u * (1 - u) / 2 * r ^ 2).
  { intros e He. pose proof (Alone c a b e He) as A. rewrite (three_swap c a), (three_swap_last a c) in A.
    rewrite (three_swap (c + - u * r * e)), (three_swap (c + (1 - u) * r * e)) in A.
    rewrite (three_swap_last _ (c + - u * r * e)), (three_swap_last _ (c + (1 - u) * r * e)) in A. exact A. }
  pose proof (Hs 0%nat) as S0. pose proof (Hs 1%nat) as S1. pose proof (Hs 2%nat) as S2.
  assert (E : forall p q, p = 1 \/ p = -1 -> q = 1 \/ q = -1 -> p = q \/ p = - q) by (intros; lra).
  assert (N : - s 0%nat = 1 \/ - s 0%nat = -1) by lra.
  destruct (E _ _ S1 S0) as [-> | ->], (E _ _ S2 S0) as [-> | ->]; [apply All| | |now apply Alone].
  - pose proof (Third _ N) as A. now rewrite Ropp_involutive in A.
  - pose proof (Second _ N) as A. now rewrite Ropp_involutive in A.
Qed.

(** ** Not below it *)

(** A function that rises wherever it is negative, and is not negative at 0. *)
Lemma never_negative D D' b : 0 <= b -> (forall t, 0 <= t <= b -> derivable_pt_lim D t (D' t)) -> 0 <= D 0 ->
  (forall t, 0 <= t <= b -> D t < 0 -> 0 < D' t) -> 0 <= D b.
Proof.
  intros Hb Der D0 Up. apply Rnot_lt_le. intros Neg.
  destruct (completeness (fun t => 0 <= t <= b /\ 0 <= D t)) as (s & U & L).
  - exists b. intros t [Ht _]. lra.
  - exists 0. lra.
  - assert (S0 : 0 <= s) by (apply U; lra). assert (Sb : s <= b) by (apply L; intros t [Ht _]; lra).
    assert (After : forall t, s < t <= b -> D t < 0).
    { intros t Ht. apply Rnot_le_lt. intros P. specialize (U t ltac:(lra)). lra. }
    assert (C : continuity_pt D s) by (apply derivable_continuous_pt; exists (D' s); apply Der; lra).
    assert (At : 0 <= D s).
    { apply Rnot_lt_le. intros N. destruct (C (- D s) ltac:(lra)) as (delta & Hd & Near).
      enough (s <= s - delta / 2) by lra. apply L. intros t [Ht P]. apply Rnot_lt_le. intros Lt.
      assert (t <= s) by (apply U; lra). specialize (Near t). unfold dist, R_met, R_dist in Near. cbn in Near.
      unfold R_dist in Near. destruct (Req_dec t s) as [->|Nt]; [lra|].
      assert (A : Rabs (D t - D s) < - D s).
      { apply Near. split; [split; [exact I|lra]|]. rewrite Rabs_left; lra. }
      apply Rabs_def2 in A. lra. }
    destruct (Req_dec s b) as [->|Ns]; [lra|].
    destruct (MVT_cor2 D D' s b ltac:(lra)) as (t & E & Ht); [intros t Ht; apply Der; lra|].
    pose proof (Up t ltac:(lra) (After t ltac:(lra))). nra.
Qed.

Section Lower.

Variables (g : vec -> R) (g' : vec -> vec).
Hypothesis Least : least_estimate 3 g.
Hypothesis Above : forall x, largest 3 x <= g x.
Hypothesis Gradient : has_gradient 3 g g'.
Hypothesis Lipschitz : forall x y, norm1 3 (sub (g' x) (g' y)) <= norm_inf 3 (sub x y).

Let first : on_first 3 g := has_gradient_on_first 3 g g' Gradient.

Lemma slopes_sum x : g' x 0%nat + g' x 1%nat + g' x 2%nat = 1.
Proof.
  pose proof (gradient_sum_one 3 g (g' x) x (has_gradient_at 3 g g' x Gradient)
    (fun y c => least_shift 3 g y c ltac:(lia) Least)) as S. cbn in S. lra.
Qed.

(** A jump of one entry alone: the excess over that entry is at least 2 (1 - p)^2, where p is the slope in it. *)
Lemma jump x : 2 * (1 - g' x 0%nat) ^ 2 <= g x - x 0%nat.
Proof.
  set (p := g' x 0%nat). set (e := 1 - p). set (s := fun i : nat => match i with 0%nat => 1 | _ => -1 end : R).
  pose proof (descent 3 g g' Gradient Lipschitz x (scale (2 * e) s)) as D. rewrite dot_scale_r in D.
  assert (N : norm_inf 3 (scale (2 * e) s) = Rabs (2 * e)).
  { unfold scale. rewrite norm_inf_scale. unfold s. cbn. rewrite Rabs_R1, (Rabs_left (-1)) by lra.
    replace (- -1) with 1 by ring. rewrite (Rmax_right 0 1), !(Rmax_left 1 1) by lra. ring. }
  rewrite N, pow2_abs in D.
  assert (S : dot 3 (g' x) s = 2 * p - 1) by (pose proof (slopes_sum x); unfold dot, s; cbn; fold p in H |- *; lra).
  rewrite S in D. pose proof (least_shift 3 g (add x (scale (2 * e) s)) (2 * e) ltac:(lia) Least) as Sh.
  pose proof (Above (fun i => add x (scale (2 * e) s) i + 2 * e)) as A.
  pose proof (largest_entry 3 (fun i => add x (scale (2 * e) s) i + 2 * e) 0 ltac:(lia)) as B.
  unfold add at 1, scale at 1, s at 1 in B. cbv beta in B. rewrite Sh in A. unfold e in *. lra.
Qed.

(** The point (t, 0, -z). *)
Definition spread (t z : R) : vec := fun i => match i with 0%nat => t | 1%nat => 0 | _ => - z end.

(** Where the first two entries are equal. *)
Lemma tied z : 0 <= z -> 1 / 8 * boundary 0 ^ 2 <= g zero -> 1 / 8 * boundary z ^ 2 <= g (spread 0 z).
Proof.
  intros Hz H0. set (down := scale (- (1)) (vertex 2)).
  assert (E : forall t, g (add zero (scale t down)) = g (spread 0 t)).
  { intros t. apply first. intros i Hi. unfold down, add, zero, scale, vertex, spread.
    destruct i as [|[|[|i]]]; [cbn; ring..|lia]. }
  enough (0 <= g (spread 0 z) - 1 / 8 * boundary z ^ 2) by lra.
  apply (never_negative (fun t => g (spread 0 t) - 1 / 8 * boundary t ^ 2)
    (fun t => dot 3 (g' (add zero (scale t down))) down + root t) z Hz).
  - intros t _. replace (dot 3 (g' (add zero (scale t down))) down + root t)
      with (dot 3 (g' (add zero (scale t down))) down - - root t) by ring.
    apply derivable_pt_lim_minus.
    + apply (derivable_pt_lim_ext (fun t => g (add zero (scale t down)))); [exact E|]. now apply derivative_along.
    + apply is_derive_Reals. pose proof (root_pos t). unfold boundary. auto_derive.
      * exists (- (root t / (1 + root t))). apply root_derive.
      * change (Derive (fun x => root x) t) with (Derive root t). rewrite (is_derive_unique _ _ _ (root_derive t)). field. lra.
  - replace (g (spread 0 0)) with (g zero); [lra|]. apply first. intros i _. unfold zero, spread.
    destruct i as [|[|i]]; ring.
  - intros t Ht L. set (x := add zero (scale t down)) in *. pose proof (jump x) as J. pose proof (slopes_sum x) as S.
    pose proof (gradient_ties 3 g (g' x) x 0 1 (has_gradient_at 3 g g' x Gradient)
      (least_symmetric 3 g ltac:(lia) Least) ltac:(lia) ltac:(lia)) as T.
    assert (X0 : x 0%nat = 0) by (unfold x, down, add, zero, scale, vertex; cbn; ring).
    assert (X1 : x 1%nat = 0) by (unfold x, down, add, zero, scale, vertex; cbn; ring).
    specialize (T ltac:(lra)). rewrite X0 in J. unfold x in J at 2. rewrite E in J.
    assert (Dt : dot 3 (g' x) down = - g' x 2%nat) by (unfold dot, down, scale, vertex; cbn; ring). rewrite Dt.
    pose proof (root_pos t) as P. unfold boundary in L. set (w := root t) in *.
    assert (K : (2 * (1 - g' x 0%nat)) ^ 2 < (1 + w) ^ 2) by lra.
    assert (2 * (1 - g' x 0%nat) < 1 + w) by (apply Rnot_le_lt; intros Q; nra). lra.
Qed.

(** Where the first entry leads by t. *)
Lemma leading t z : 0 <= z -> 0 <= t <= boundary z -> 1 / 8 * boundary 0 ^ 2 <= g zero ->
  t + 1 / 8 * (boundary z - t) ^ 2 <= g (spread t z).
Proof.
  intros Hz Ht H0. set (G := boundary z) in *. set (up := vertex 0).
  assert (E : forall t, g (add (spread 0 z) (scale t up)) = g (spread t z)).
  { intros s. apply first. intros i Hi. unfold add, scale, up, vertex, spread.
    destruct i as [|[|[|i]]]; [cbn; ring..|lia]. }
  enough (0 <= g (spread t z) - (t + 1 / 8 * (G - t) ^ 2)) by lra.
  apply (never_negative (fun t => g (spread t z) - (t + 1 / 8 * (G - t) ^ 2))
    (fun t => dot 3 (g' (add (spread 0 z) (scale t up))) up - (1 - 1 / 4 * (G - t))) t (proj1 Ht)).
  - intros s _. apply derivable_pt_lim_minus.
    + apply (derivable_pt_lim_ext (fun t => g (add (spread 0 z) (scale t up)))); [exact E|]. now apply derivative_along.
    + apply is_derive_Reals. auto_derive; [exact I|]. field.
  - pose proof (tied z Hz H0). fold G in H. lra.
  - intros s Hs L. set (x := add (spread 0 z) (scale s up)) in *. pose proof (jump x) as J.
    assert (X0 : x 0%nat = s) by (unfold x, add, scale, up, vertex, spread; cbn; ring).
    rewrite X0 in J. unfold x in J at 2. rewrite E in J.
    assert (Dt : dot 3 (g' x) up = g' x 0%nat) by (unfold dot, up, vertex; cbn; ring). rewrite Dt.
    assert (K : (4 * (1 - g' x 0%nat)) ^ 2 < (G - s) ^ 2) by lra.
    assert (4 * (1 - g' x 0%nat) < G - s) by (apply Rnot_le_lt; intros Q; nra). lra.
Qed.

Lemma not_below x : x 1%nat <= x 0%nat -> x 2%nat <= x 1%nat -> 1 / 8 * boundary 0 ^ 2 <= g zero ->
  sorted_value (x 0%nat) (x 1%nat) (x 2%nat) <= g x.
Proof.
  intros H1 H2 H0. unfold sorted_value. set (G := boundary (x 1%nat - x 2%nat)).
  destruct (Rle_dec (x 0%nat - x 1%nat) G) as [L|L].
  - rewrite Rmax_left by lra.
    pose proof (leading (x 0%nat - x 1%nat) (x 1%nat - x 2%nat) ltac:(lra) ltac:(fold G; lra) H0) as B. fold G in B.
    pose proof (least_shift 3 g (spread (x 0%nat - x 1%nat) (x 1%nat - x 2%nat)) (x 1%nat) ltac:(lia) Least) as S.
    rewrite (first _ x) in S; [lra|]. intros i Hi. unfold spread. destruct i as [|[|[|i]]]; [ring..|lia].
  - rewrite Rmax_right by lra. pose proof (Above x). pose proof (largest_entry 3 x 0 ltac:(lia)). lra.
Qed.

End Lower.

(** ** The least smoothing *)

(** For every z there is one w > 0 with w e^w = (1/3) e^(1/3 - z). Let W(z) be it for z >= 0, and G = 2 + 2W: then 2 < G
    <= 8/3. The pointwise least function f >= max of three entries with f(x+z) + f(x-z) <= 2f(x) + ||z||^2 in the infinity
    norm is a smoothing with the gap 8/9, the least of all smoothings of three entries, and for x_1 >= x_2 >= x_3 it is
    x_1 + 1/8 max(G(x_2 - x_3) - (x_1 - x_2), 0)^2, which equals the maximum exactly where x_1 - x_2 >= G(x_2 - x_3). The
    maximum q of <p, y> - (4/3)(|p|_2^2 - 1) over the simplex is a smoothing with the gap 8/9, too, and larger at some
    point. *)
Theorem d3_least :
  (forall z, exists w, solves z w /\ forall v, solves z v -> v = w) /\
  forall W : R -> R, (forall z, 0 <= z -> solves z (W z)) -> let G z := 2 + 2 * W z in
  (forall z, 0 <= z -> 2 < G z <= 8 / 3) /\
  exists f,
    (forall x, is_infimum (fun r => exists h, over_estimate 3 h /\ r = h x) (f x)) /\
    smoothing 3 (8 / 9) f /\ (forall eps h, smoothing 3 eps h -> forall x, f x <= h x) /\ symmetric 3 f /\
    (forall x, x 1%nat <= x 0%nat -> x 2%nat <= x 1%nat ->
      f x = x 0%nat + 1 / 8 * Rmax (G (x 1%nat - x 2%nat) - (x 0%nat - x 1%nat)) 0 ^ 2 /\
      (f x = largest 3 x <-> G (x 1%nat - x 2%nat) <= x 0%nat - x 1%nat)) /\
    optimum 3 (8 / 9) /\ smoothing 3 (8 / 9) (piecewise_quadratic 1) /\ exists x, f x < piecewise_quadratic 1 x.
Proof.
  split.
  { intros z. exists (root z). split; [apply root_solves|]. intros v Hv. apply (solution_unique z); [exact Hv|apply root_solves]. }
  intros W HW G.
  assert (EW : forall z, 0 <= z -> G z = boundary z).
  { intros z Hz. unfold G, boundary. f_equal. f_equal. apply (solution_unique z); [now apply HW|apply root_solves]. }
  split.
  { intros z Hz. rewrite EW by exact Hz. unfold boundary. pose proof (root_pos z). pose proof (root_third z Hz). lra. }
  destruct (least_smoothing 3 ltac:(lia)) as [Class (g & L & O & C & S & B & Opt & Sm & _)]. destruct S as (g' & Gr & Li).
  pose proof d3_optimum as O3.
  assert (G0 : g zero = 8 / 9).
  { destruct Opt as [[f1 F1] M1], O3 as [[f2 F2] M2]. apply Rle_antisym; [exact (M1 _ _ F2)|exact (M2 _ _ F1)]. }
  rewrite G0 in Sm, B.
  assert (Formula : forall x, x 1%nat <= x 0%nat -> x 2%nat <= x 1%nat ->
    g x = sorted_value (x 0%nat) (x 1%nat) (x 2%nat)).
  { intros x H1 H2. apply Rle_antisym.
    - destruct (smoothing_of_sign_chords 3 three_of ltac:(lia) three_above three_chord) as (f & [_ [Fs Fb]] & Le).
      rewrite <- three_sorted by assumption. apply Rle_trans with (f x); [|apply Le].
      apply (proj1 (L x)). exists f. split; [|reflexivity]. apply Class; [exact Fs|]. intros y. apply Fb.
    - apply (not_below g g' L ltac:(intros; apply B) Gr Li); [exact H1|exact H2|].
      unfold boundary. rewrite root_0, G0. lra. }
  exists g. split; [exact L|]. split; [exact Sm|]. split.
  { intros eps h (Hc & Hs & Hb) x. apply (proj1 (L x)). exists h. split; [|reflexivity].
    apply Class; [exact Hs|]. intros y. apply Hb. }
  split; [apply least_symmetric; [lia|exact L]|]. split; [|split; [exact O3|split]].
  - intros x H1 H2. rewrite EW, Formula by lra. unfold sorted_value.
    set (r := boundary (x 1%nat - x 2%nat)). split; [reflexivity|].
    assert (Lx : largest 3 x = x 0%nat) by (simpl; rewrite (Rmax_left (x 0%nat)), Rmax_left by lra; reflexivity).
    rewrite Lx. unfold Rmax. destruct (Rle_dec (r - (x 0%nat - x 1%nat)) 0) as [N|N]; [split; intros; lra|].
    split; [|intros; lra]. intros E. assert (0 < (r - (x 0%nat - x 1%nat)) ^ 2) by (apply pow_lt; lra). lra.
  - apply smoothing_estimate. destruct (d3_piecewise_quadratic 1 Rlt_0_1) as (_ & H & _).
    replace (1 / 1) with 1 in H by field. now rewrite Rmult_1_r in H.
  - set (x := spread 0 (4 / 3)). exists x.
    destruct (d3_closed_form 1 x Rlt_0_1) as (_ & Q & _); [unfold x, spread; lra..|].
    rewrite Q, Formula by (unfold x, spread; lra). unfold sorted_value, x, spread.
    replace (0 - - (4 / 3)) with (4 / 3) by ring. unfold boundary.
    assert (Small : root (4 / 3) < 3 / 20).
    { destruct (root_solves (4 / 3)) as [P E]. apply Rnot_le_lt. intros K.
      assert (3 / 20 * exp (3 / 20) <= root (4 / 3) * exp (root (4 / 3))).
      { destruct K as [K|<-]; [left; apply times_exp_increasing; lra|lra]. }
      pose proof (exp_ineq1_le (3 / 20)). replace (1 / 3 - 4 / 3) with (- (1)) in E by field.
      rewrite exp_Ropp in E. pose proof (exp_ineq1_le 1). assert (/ exp 1 <= / 2) by (apply Rinv_le_contravar; lra). lra. }
    pose proof (root_pos (4 / 3)). rewrite Rmax_left by lra. nra.
Qed.
