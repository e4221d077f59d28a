(** Independent variables with a density: means of functions of them, as improper integrals over one variable after the
    other. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import Vectors GumbelVariable GumbelWinner.
Open Scope R_scope.

(** l is the mean of G(Z) if Z has the density p. *)
Definition mean_under (p G : R -> R) (l : R) : Prop :=
  is_RInt_gen (fun z => G z * p z) minus_infinity plus_infinity l.

(** A density: not negative, of total mass 1. *)
Definition is_density (p : R -> R) : Prop := (forall z, 0 <= p z) /\ mean_under p (fun _ => 1) 1.

(** l is the mean of G(Z_0, ..., Z_(n-1)) if the entries are independent and have the density p: an iterated integral,
    over the last entry first. *)
Fixpoint means_under (p : R -> R) (n : nat) (G : vec -> R) (l : R) : Prop :=
  match n with
  | O => G zero = l
  | S k => exists H : vec -> R, (forall x, mean_under p (fun z => G (with_entry k z x)) (H x)) /\ means_under p k H l
  end.

(** ** Improper integrals over the line *)

(** Integrands with the same values. *)
Lemma line_ext (f g : R -> R) l : (forall z, f z = g z) ->
  is_RInt_gen f minus_infinity plus_infinity l -> is_RInt_gen g minus_infinity plus_infinity l.
Proof. intros E. replace g with f by (now apply functional_extensionality). auto. Qed.

(** Linear combinations. *)
Lemma line_linear (f g : R -> R) a b l m : is_RInt_gen f minus_infinity plus_infinity l ->
  is_RInt_gen g minus_infinity plus_infinity m ->
  is_RInt_gen (fun z => a * f z + b * g z) minus_infinity plus_infinity (a * l + b * m).
Proof. intros F G. exact (is_RInt_gen_plus _ _ _ _ (is_RInt_gen_scal _ a _ F) (is_RInt_gen_scal _ b _ G)). Qed.

(** What is not negative has an integral that is not negative. *)
Lemma line_nonneg (f : R -> R) l : (forall z, 0 <= f z) -> is_RInt_gen f minus_infinity plus_infinity l -> 0 <= l.
Proof.
  intros P I. pose proof (is_RInt_gen_scal f 0 l I) as Z.
  assert (N : norm (scal 0 l) <= l).
  { apply (RInt_gen_norm (Fa := minus_infinity) (Fb := plus_infinity) (fun z => scal 0 (f z)) f); [| |exact Z|exact I].
    - apply (Filter_prod _ _ _ (fun x => x < 0) (fun y => 0 < y)); [now exists 0|now exists 0|].
      intros x y Hx Hy. simpl. lra.
    - apply filter_forall. intros ab z _. unfold norm, scal; simpl. unfold mult, abs; simpl.
      rewrite Rmult_0_l, Rabs_R0. apply P. }
  unfold norm, scal in N; simpl in N. unfold mult, abs in N; simpl in N. rewrite Rmult_0_l, Rabs_R0 in N. exact N.
Qed.

(** Two values of the same integral agree. *)
Lemma line_unique (f : R -> R) l m : is_RInt_gen f minus_infinity plus_infinity l ->
  is_RInt_gen f minus_infinity plus_infinity m -> l = m.
Proof.
  intros L M. pose proof (line_linear f f 1 (-1) l m L M) as A. pose proof (line_linear f f (-1) 1 l m L M) as B.
  apply line_nonneg in A; [|intros z; lra]. apply line_nonneg in B; [|intros z; lra]. lra.
Qed.

(** An integrand that vanishes outside [-1, 1]. *)
Lemma line_bounded (f g : R -> R) l : (forall z, -1 < z < 1 -> g z = f z) -> (forall z, z < -1 \/ 1 < z -> g z = 0) ->
  is_RInt f (-1) 1 l -> is_RInt_gen g minus_infinity plus_infinity l.
Proof.
  intros In Out I.
  assert (Z : forall a b, is_RInt (fun _ : R => 0) a b 0).
  { intros a b. pose proof (is_RInt_const a b (0 : R)) as C. unfold scal in C; simpl in C. unfold mult in C; simpl in C.
    now rewrite Rmult_0_r in C. }
  assert (All : forall a b, a < -1 -> 1 < b -> is_RInt g a b l).
  { intros a b Ha Hb. replace l with (plus (plus 0 l) 0) by (unfold plus; simpl; ring).
    apply (is_RInt_Chasles g a 1 b); [apply (is_RInt_Chasles g a (-1) 1)|].
    - apply (is_RInt_ext (fun _ => 0)); [|apply Z]. intros z Hz. rewrite Rmin_left, Rmax_right in Hz by lra.
      symmetry. apply Out. lra.
    - apply (is_RInt_ext f); [|exact I]. intros z Hz. rewrite Rmin_left, Rmax_right in Hz by lra. symmetry. now apply In.
    - apply (is_RInt_ext (fun _ => 0)); [|apply Z]. intros z Hz. rewrite Rmin_left, Rmax_right in Hz by lra.
      symmetry. apply Out. lra. }
  intros P HP. apply (Filter_prod _ _ _ (fun x => x < -1) (fun y => 1 < y)); [now exists (-1)|now exists 1|].
  intros a b Ha Hb. exists l. split; [now apply All|now apply locally_singleton].
Qed.

(** ** Means *)

Section Under.
Variable p : R -> R.
Hypothesis Hp : is_density p.

Lemma mean_under_ext G G' l : (forall z, G z = G' z) -> mean_under p G l -> mean_under p G' l.
Proof. intros E. replace G' with G by (now apply functional_extensionality). auto. Qed.

Lemma mean_under_linear G G' a b l m : mean_under p G l -> mean_under p G' m ->
  mean_under p (fun z => a * G z + b * G' z) (a * l + b * m).
Proof.
  intros H H'.
  apply (line_ext (fun z => a * (G z * p z) + b * (G' z * p z)) (fun z => (a * G z + b * G' z) * p z));
    [intros z; ring|]. exact (line_linear (fun z => G z * p z) (fun z => G' z * p z) a b l m H H').
Qed.

Lemma mean_under_const c : mean_under p (fun _ => c) c.
Proof.
  pose proof (mean_under_linear _ _ c 0 _ _ (proj2 Hp) (proj2 Hp)) as H. replace (c * 1 + 0 * 1) with c in H by ring.
  apply (mean_under_ext (fun _ => c * 1 + 0 * 1)); [intros _; ring|exact H].
Qed.

Lemma mean_under_le G G' l m : mean_under p G l -> mean_under p G' m -> (forall z, G z <= G' z) -> l <= m.
Proof.
  intros H H' L. pose proof (mean_under_linear _ _ (-1) 1 _ _ H H') as D.
  apply (line_nonneg (fun z => (-1 * G z + 1 * G' z) * p z)) in D; [lra|].
  intros z. specialize (L z). apply Rmult_le_pos; [lra|apply Hp].
Qed.

(** The same for several variables. *)
Lemma means_under_ext n G G' l : (forall x, G x = G' x) -> means_under p n G l -> means_under p n G' l.
Proof. intros E. replace G' with G by (now apply functional_extensionality). auto. Qed.

Lemma means_under_linear n a b : forall G G' l m, means_under p n G l -> means_under p n G' m ->
  means_under p n (fun x => a * G x + b * G' x) (a * l + b * m).
Proof.
  induction n as [|n IH]; intros G G' l m; cbn [means_under]; [intros -> ->; reflexivity|].
  intros (H & A & B) (H' & A' & B'). exists (fun x => a * H x + b * H' x). split; [|now apply IH].
  intros x. now apply mean_under_linear.
Qed.

Lemma means_under_const n c : means_under p n (fun _ => c) c.
Proof.
  induction n as [|n IH]; [reflexivity|]. exists (fun _ => c). split; [intros x; apply mean_under_const|exact IH].
Qed.

Lemma means_under_le n : forall G G' l m, means_under p n G l -> means_under p n G' m -> (forall x, G x <= G' x) ->
  l <= m.
Proof.
  induction n as [|n IH]; intros G G' l m; cbn [means_under]; [intros <- <- L; apply L|].
  intros (H & A & B) (H' & A' & B') L. apply (IH H H' l m B B'). intros x.
  apply (mean_under_le _ _ _ _ (A x) (A' x)). intros z. apply L.
Qed.

(** A function of one entry, and a sum of such. *)
Lemma means_of_entry n i G l : (i < n)%nat -> mean_under p G l -> means_under p n (fun x => G (x i)) l.
Proof.
  intros Hi H. induction n as [|n IH]; [lia|]. destruct (Nat.eq_dec i n) as [->|N].
  - exists (fun _ => l). split; [|apply means_under_const]. intros x. apply (mean_under_ext G); [|exact H].
    intros z. unfold with_entry. now rewrite Nat.eqb_refl.
  - exists (fun x => G (x i)). split; [|apply IH; lia]. intros x. apply (mean_under_ext (fun _ => G (x i)));
      [|apply mean_under_const]. intros z. unfold with_entry. now destruct (Nat.eqb_spec i n).
Qed.

Lemma means_of_sum n k G l : (k <= n)%nat -> mean_under p G l ->
  means_under p n (fun x => sum k (fun i => G (x i))) (INR k * l).
Proof.
  intros Hk H. induction k as [|k IH].
  - apply (means_under_ext n (fun _ => 0)); [reflexivity|]. simpl INR. rewrite Rmult_0_l. apply means_under_const.
  - pose proof (means_under_linear n 1 1 _ _ _ _ (IH ltac:(lia)) (means_of_entry n k G l ltac:(lia) H)) as S.
    rewrite S_INR. replace ((INR k + 1) * l) with (1 * (INR k * l) + 1 * l) by ring.
    revert S. apply means_under_ext. intros x. cbn [sum]. ring.
Qed.
End Under.
