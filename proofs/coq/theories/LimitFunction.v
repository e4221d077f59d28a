(** The pair function g(x, y), and its expansion of the second order along a line on which entries move in proportion
    to themselves: the coefficients are pull, bend and twist. *)

From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import LimitPair LimitExpansion.
Open Scope R_scope.

Definition height (x : R) : R := 5 / 2 - ln x.
Definition radius (x y : R) : R := sqrt (2 * height x ^ 2 + 2 * height y ^ 2).
Definition level (Y1 Y2 r : R) : R := exp (5 - (Y1 + Y2 + r) / 2) / sqrt (1 + r).
Definition pair (x y : R) : R := level (height x) (height y) (radius x y).

(** ** Along a line *)

Section Line.

Variables Y1 Y2 m1 m2 : R -> R.
Variable rho : R.
Hypothesis Hrho : 0 < rho.
Hypothesis D1 : forall s, Rabs s < rho -> is_derive Y1 s (- m1 s).
Hypothesis D2 : forall s, Rabs s < rho -> is_derive Y2 s (- m2 s).
Hypothesis M1 : forall s, Rabs s < rho -> is_derive m1 s (- m1 s ^ 2).
Hypothesis M2 : forall s, Rabs s < rho -> is_derive m2 s (- m2 s ^ 2).
Hypothesis P1 : forall s, Rabs s < rho -> 0 < Y1 s.
Hypothesis P2 : forall s, Rabs s < rho -> 0 < Y2 s.

Let r (s : R) : R := sqrt (2 * Y1 s ^ 2 + 2 * Y2 s ^ 2).
Let G (s : R) : R := level (Y1 s) (Y2 s) (r s).
Let l (s : R) : R := pull (Y1 s) (r s) * m1 s + pull (Y2 s) (r s) * m2 s.

Lemma square_pos s : Rabs s < rho -> 0 < 2 * Y1 s ^ 2 + 2 * Y2 s ^ 2.
Proof.
  intros Hs. pose proof (pow_lt (Y1 s) 2 (P1 s Hs)). pose proof (pow_lt (Y2 s) 2 (P2 s Hs)). lra.
Qed.

Lemma r_pos s : Rabs s < rho -> 0 < r s.
Proof. intros Hs. apply sqrt_lt_R0. now apply square_pos. Qed.

Lemma derive_r s : Rabs s < rho -> is_derive r s (- 2 * (Y1 s * m1 s + Y2 s * m2 s) / r s).
Proof.
  intros Hs. pose proof (r_pos s Hs) as Hr. unfold r in *.
  assert (ex_derive Y1 s) by (eexists; now apply D1). assert (ex_derive Y2 s) by (eexists; now apply D2).
  auto_derive; [repeat split; auto; apply Rle_lt_trans with 0; [lra|]; pose proof (square_pos s Hs); simpl in *; lra|].
  replace (Derive (fun x => Y1 x) s) with (- m1 s) by (symmetry; apply is_derive_unique; now apply D1).
  replace (Derive (fun x => Y2 x) s) with (- m2 s) by (symmetry; apply is_derive_unique; now apply D2).
  simpl in *. field. lra.
Qed.

Lemma derive_G s : Rabs s < rho -> is_derive G s (G s * l s).
Proof.
  intros Hs. pose proof (r_pos s Hs) as Hr. unfold G, level, l.
  assert (ex_derive Y1 s) by (eexists; now apply D1). assert (ex_derive Y2 s) by (eexists; now apply D2).
  assert (ex_derive r s) by (eexists; now apply derive_r).
  assert (0 < sqrt (1 + r s)) as Q by (apply sqrt_lt_R0; lra).
  auto_derive; [repeat split; auto; lra|].
  replace (Derive (fun x => Y1 x) s) with (- m1 s) by (symmetry; apply is_derive_unique; now apply D1).
  replace (Derive (fun x => Y2 x) s) with (- m2 s) by (symmetry; apply is_derive_unique; now apply D2).
  replace (Derive (fun x => r x) s) with (- 2 * (Y1 s * m1 s + Y2 s * m2 s) / r s)
    by (symmetry; apply is_derive_unique; now apply derive_r).
  unfold pull, stretch. replace (5 + - ((Y1 s + Y2 s + r s) * / 2)) with (5 - (Y1 s + Y2 s + r s) / 2) by (unfold Rdiv; ring).
  set (E := exp _). pose proof (sqrt_sqrt (1 + r s) ltac:(lra)) as QQ. set (q := sqrt (1 + r s)) in *.
  replace (r s) with (q * q - 1) in * by lra. field. repeat split; nra.
Qed.

Definition second (Y1 Y2 r n1 n2 : R) : R := bend Y1 r * n1 ^ 2 + bend Y2 r * n2 ^ 2 + 2 * twist Y1 Y2 r * n1 * n2.

Lemma derive_l s : Rabs s < rho -> is_derive l s (second (Y1 s) (Y2 s) (r s) (m1 s) (m2 s) - l s ^ 2).
Proof.
  intros Hs. pose proof (r_pos s Hs) as Hr. unfold l, pull, stretch.
  assert (ex_derive Y1 s) by (eexists; now apply D1). assert (ex_derive Y2 s) by (eexists; now apply D2).
  assert (ex_derive m1 s) by (eexists; now apply M1). assert (ex_derive m2 s) by (eexists; now apply M2).
  assert (ex_derive r s) by (eexists; now apply derive_r).
  auto_derive; [repeat split; auto; lra|].
  replace (Derive (fun x => Y1 x) s) with (- m1 s) by (symmetry; apply is_derive_unique; now apply D1).
  replace (Derive (fun x => Y2 x) s) with (- m2 s) by (symmetry; apply is_derive_unique; now apply D2).
  replace (Derive (fun x => m1 x) s) with (- m1 s ^ 2) by (symmetry; apply is_derive_unique; now apply M1).
  replace (Derive (fun x => m2 x) s) with (- m2 s ^ 2) by (symmetry; apply is_derive_unique; now apply M2).
  replace (Derive (fun x => r x) s) with (- 2 * (Y1 s * m1 s + Y2 s * m2 s) / r s)
    by (symmetry; apply is_derive_unique; now apply derive_r).
  unfold second, bend, twist, pull, stretch, turn. field. lra.
Qed.

Lemma expands_G : expands G (G 0) (G 0 * l 0) (G 0 * second (Y1 0) (Y2 0) (r 0) (m1 0) (m2 0) / 2).
Proof.
  assert (Rabs 0 < rho) as H0 by (rewrite Rabs_R0; exact Hrho).
  apply (expands_twice G (fun s => G s * l s) (G 0 * second (Y1 0) (Y2 0) (r 0) (m1 0) (m2 0)) rho Hrho).
  - intros s Hs. apply is_derive_Reals. now apply derive_G.
  - apply is_derive_Reals.
    replace (G 0 * second (Y1 0) (Y2 0) (r 0) (m1 0) (m2 0))
      with (G 0 * l 0 * l 0 + G 0 * (second (Y1 0) (Y2 0) (r 0) (m1 0) (m2 0) - l 0 ^ 2)) by ring.
    apply (is_derive_mult G l 0); [now apply derive_G|now apply derive_l|intros; apply Rmult_comm].
Qed.

End Line.

(** The pair function where two entries move in proportion to themselves. *)
Theorem expands_pair x y n1 n2 : 0 < x <= 1 -> 0 < y <= 1 ->
  expands (fun s => pair (x + s * (n1 * x)) (y + s * (n2 * y))) (pair x y)
    (pair x y * (pull (height x) (radius x y) * n1 + pull (height y) (radius x y) * n2))
    (pair x y * second (height x) (height y) (radius x y) n1 n2 / 2).
Proof.
  intros Hx Hy.
  assert (exists rho, 0 < rho /\ forall n s, (n = n1 \/ n = n2) -> Rabs s < rho -> / 2 < 1 + s * n < 2) as [rho [Hr B]].
  { exists (/ (4 * (Rabs n1 + Rabs n2 + 1))). pose proof (Rabs_pos n1). pose proof (Rabs_pos n2).
    split; [apply Rinv_0_lt_compat; lra|]. intros n s Hn Hs.
    assert (Rabs (s * n) <= / 4) as L; [|unfold Rabs in L; destruct (Rcase_abs (s * n)); lra].
    rewrite Rabs_mult. apply Rle_trans with (/ (4 * (Rabs n1 + Rabs n2 + 1)) * (Rabs n1 + Rabs n2 + 1)).
    - apply Rmult_le_compat; try apply Rabs_pos; [lra|]. destruct Hn as [-> | ->]; lra.
    - right. field. lra. }
  assert (ln 2 < 1) as L2.
  { rewrite <- (ln_exp 1). apply ln_increasing; [lra|]. pose proof (exp_ineq1 1 ltac:(lra)). lra. }
  set (Y := fun x n s => height (x + s * (n * x))). set (m := fun n s : R => n / (1 + s * n)).
  assert (forall z n, 0 < z <= 1 -> n = n1 \/ n = n2 -> forall s, Rabs s < rho -> is_derive (Y z n) s (- m n s)) as DY.
  { intros z n Hz Hn s Hs. specialize (B n s Hn Hs). unfold Y, m, height.
    assert (0 < z * (1 + s * n)) by (apply Rmult_lt_0_compat; lra). auto_derive; [lra|]. field. split; lra. }
  assert (forall n, n = n1 \/ n = n2 -> forall s, Rabs s < rho -> is_derive (m n) s (- m n s ^ 2)) as DM.
  { intros n Hn s Hs. specialize (B n s Hn Hs). unfold m. auto_derive; [lra|]. field. lra. }
  assert (forall z n, 0 < z <= 1 -> n = n1 \/ n = n2 -> forall s, Rabs s < rho -> 0 < Y z n s) as PY.
  { intros z n Hz Hn s Hs. specialize (B n s Hn Hs). unfold Y, height.
    replace (z + s * (n * z)) with (z * (1 + s * n)) by ring.
    assert (0 < z * (1 + s * n)) by (apply Rmult_lt_0_compat; lra).
    assert (z * (1 + s * n) < 2) by (apply Rle_lt_trans with (1 * (1 + s * n)); [apply Rmult_le_compat_r; lra|lra]).
    pose proof (ln_increasing _ 2 ltac:(eassumption) ltac:(eassumption)). lra. }
  pose proof (expands_G (Y x n1) (Y y n2) (m n1) (m n2) rho Hr (DY x n1 Hx (or_introl eq_refl))
    (DY y n2 Hy (or_intror eq_refl)) (DM n1 (or_introl eq_refl)) (DM n2 (or_intror eq_refl))
    (PY x n1 Hx (or_introl eq_refl)) (PY y n2 Hy (or_intror eq_refl))) as E.
  assert (Y x n1 0 = height x) as E1 by (unfold Y; f_equal; ring).
  assert (Y y n2 0 = height y) as E2 by (unfold Y; f_equal; ring).
  assert (forall n, m n 0 = n) as E3 by (intros; unfold m; field; lra).
  cbv beta zeta in E. rewrite E1, E2, 2 E3 in E. exact E.
Qed.
