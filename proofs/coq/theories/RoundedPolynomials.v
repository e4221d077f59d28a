(** Horner's rule in floating point: how far the computed value of a polynomial is off. *)

From Coq Require Import Reals Lra List.
From TightMax Require Import RoundedSums.
Import ListNotations.
Open Scope R_scope.

(** a b + c as it is computed by operations op from exact values to computed ones: in one operation or in two. *)
Inductive product_and_sum (op : R -> R -> Prop) (a b c y : R) : Prop :=
| in_one : op (a * b + c) y -> product_and_sum op a b c y
| in_two q : op (a * b) q -> op (q + c) y -> product_and_sum op a b c y.

(** The value at w of the polynomial with the coefficients cs, that of 1 first. *)
Fixpoint polynomial (w : R) (cs : list R) : R :=
  match cs with
  | [] => 0
  | c :: rest => polynomial w rest * w + c
  end.

(** What Horner's rule may give for it. *)
Inductive horner (op : R -> R -> Prop) (w : R) : list R -> R -> Prop :=
| horner_last c : horner op w [c] c
| horner_next c rest s y : horner op w rest s -> product_and_sum op s w c y -> horner op w (c :: rest) y.

(** A bound of the error over u: the product is off by what its factor is off and by its own rounding, the sum by that
    and by its own rounding. *)
Fixpoint horner_error (u w : R) (cs : list R) : R :=
  match cs with
  | [] => 0
  | [c] => 0
  | c :: rest =>
      (horner_error u w rest * (1 + u) + Rabs (polynomial w rest)) * Rabs w * (1 + u) +
      Rabs (polynomial w (c :: rest))
  end.

Lemma horner_error_nonneg u w cs : 0 <= u -> 0 <= horner_error u w cs.
Proof.
  intros Hu. induction cs as [|c rest IH]; [simpl; lra|]. destruct rest as [|c' rest]; [simpl; lra|].
  remember (c' :: rest) as r eqn:E.
  assert (X : horner_error u w (c :: r) = (horner_error u w r * (1 + u) + Rabs (polynomial w r)) * Rabs w * (1 + u) +
    Rabs (polynomial w (c :: r))) by now rewrite E.
  rewrite X. apply Rplus_le_le_0_compat; [|apply Rabs_pos]. repeat apply Rmult_le_pos; try lra; try apply Rabs_pos.
  apply Rplus_le_le_0_compat; [apply Rmult_le_pos; lra|apply Rabs_pos].
Qed.

(** A rounded number is off by at most u of the exact one. *)
Lemma rounded_off u a b : rounded u a b -> Rabs (b - a) <= u * Rabs a.
Proof.
  intros (e & He & ->). replace (a * (1 + e) - a) with (e * a) by ring. rewrite Rabs_mult.
  apply Rmult_le_compat_r; [apply Rabs_pos|exact He].
Qed.

(** The same where what is rounded is itself off by at most d. *)
Lemma rounded_off_twice u a x b d : 0 <= u -> Rabs (x - a) <= d -> rounded u x b ->
  Rabs (b - a) <= d * (1 + u) + u * Rabs a.
Proof.
  intros Hu Hx Hb. pose proof (rounded_off u x b Hb) as X. pose proof (Rabs_triang (b - x) (x - a)) as Y.
  replace (b - x + (x - a)) with (b - a) in Y by ring. pose proof (Rabs_triang (x - a) a) as Z.
  replace (x - a + a) with x in Z by ring. nra.
Qed.

(** Horner's rule is off by at most u times the bound. *)
Theorem horner_rounded u (op : R -> R -> Prop) w cs g : 0 <= u -> (forall a b, op a b -> rounded u a b) ->
  horner op w cs g -> Rabs (g - polynomial w cs) <= u * horner_error u w cs.
Proof.
  intros Hu Hop H. induction H as [c|c rest s y Hs IH Hy].
  { simpl. replace (c - (0 * w + c)) with 0 by ring. rewrite Rabs_R0. lra. }
  set (v := polynomial w rest) in *. set (b := horner_error u w rest) in *.
  assert (E : horner_error u w (c :: rest) =
    (b * (1 + u) + Rabs v) * Rabs w * (1 + u) + Rabs (polynomial w (c :: rest))).
  { destruct Hs; reflexivity. }
  rewrite E. change (polynomial w (c :: rest)) with (v * w + c).
  assert (Pb : 0 <= b) by now apply horner_error_nonneg. pose proof (Rabs_pos v) as Pv. pose proof (Rabs_pos w) as Pw.
  assert (F : Rabs (s * w - v * w) <= u * b * Rabs w).
  { replace (s * w - v * w) with ((s - v) * w) by ring. rewrite Rabs_mult. now apply Rmult_le_compat_r. }
  assert (Pbw : 0 <= u * b * Rabs w) by (repeat apply Rmult_le_pos; assumption).
  assert (Pvw : 0 <= u * (Rabs v * Rabs w)) by (repeat apply Rmult_le_pos; assumption).
  assert (Pq : 0 <= u * (u * b * Rabs w)) by (apply Rmult_le_pos; assumption).
  assert (Pv2 : 0 <= u * (u * (Rabs v * Rabs w))) by (apply Rmult_le_pos; assumption).
  assert (Pq2 : 0 <= u * (u * (u * b * Rabs w))) by (apply Rmult_le_pos; assumption).
  destruct Hy as [Hy|q Hq Hy]; apply Hop in Hy.
  - assert (G : Rabs (s * w + c - (v * w + c)) <= u * b * Rabs w)
      by (replace (s * w + c - (v * w + c)) with (s * w - v * w) by ring; exact F).
    pose proof (rounded_off_twice u _ _ _ _ Hu G Hy) as X. lra.
  - apply Hop in Hq. pose proof (rounded_off_twice u _ _ _ _ Hu F Hq) as Y. rewrite Rabs_mult in Y.
    assert (G : Rabs (q + c - (v * w + c)) <= u * b * Rabs w * (1 + u) + u * (Rabs v * Rabs w))
      by (replace (q + c - (v * w + c)) with (q - v * w) by ring; exact Y).
    pose proof (rounded_off_twice u _ _ _ _ Hu G Hy) as X. lra.
Qed.
