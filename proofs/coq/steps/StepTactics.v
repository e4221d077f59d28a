(** The tactics with which the steps of the proofs are put to Coq's kernel: one for each kind of step. They are no part
    of what must be trusted; a tactic that is wrong proves nothing. *)

From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Export Coquelicot.
From Interval Require Import Specific_ops Specific_stdz Tactic.
Open Scope R_scope.

(** Enclosures over pairs of integers, which rest on no arithmetic of the processor. *)
Module IntegerFloats := SpecificFloat StdZRadix2.
Module IntegerEnclosures := IntervalTactic IntegerFloats.
Import IntegerEnclosures.

(** ** Signs that are plain to see *)

Lemma even_power x n : Nat.even n = true -> 0 <= x ^ n.
Proof.
  intros H. apply Nat.even_spec in H. destruct H as [k ->]. rewrite pow_mult. apply pow_le, pow2_ge_0.
Qed.

Lemma even_power_pos x n : Nat.even n = true -> x <> 0 -> 0 < x ^ n.
Proof.
  intros H N. pose proof (even_power x n H). pose proof (pow_nonzero x n N). lra.
Qed.

Lemma quotient_pos a b : 0 < a -> 0 < b -> 0 < a / b.
Proof. intros. apply Rmult_lt_0_compat; [|apply Rinv_0_lt_compat]; assumption. Qed.

Lemma quotient_nonneg a b : 0 <= a -> 0 < b -> 0 <= a / b.
Proof. intros. apply Rmult_le_pos; [|apply Rlt_le, Rinv_0_lt_compat]; assumption. Qed.

Lemma opposite_neq a : - a <> 0 -> a <> 0.
Proof. lra. Qed.

Ltac given := solve [assumption | apply Rgt_lt; assumption | apply Rge_le; assumption].

(** What is given first, then what the outermost sign says, and at last arithmetic. *)
Ltac pos := match goal with
  | |- _ => given
  | |- 0 < _ * _ => apply Rmult_lt_0_compat; pos
  | |- 0 < _ / _ => apply quotient_pos; pos
  | |- 0 < / _ => apply Rinv_0_lt_compat; pos
  | |- 0 < exp _ => apply exp_pos
  | |- 0 < PI => apply PI_RGT_0
  | |- 0 < sqrt _ => apply sqrt_lt_R0; pos
  | |- 0 < _ ^ _ => first [apply pow_lt; pos | apply even_power_pos; [reflexivity | nonzero]]
  | |- 0 < _ => lra
  | |- 0 < _ + _ => first [apply Rplus_lt_le_0_compat; [pos | nonneg] | apply Rplus_le_lt_0_compat; [nonneg | pos]]
  | |- 0 < _ => solve [nra | interval with (i_prec 40)]
  end
with nonneg := match goal with
  | |- _ => given
  | |- 0 <= _ ^ _ => first [apply even_power; reflexivity | apply pow_le; nonneg]
  | |- 0 <= Rabs _ => apply Rabs_pos
  | |- 0 <= sqrt _ => apply sqrt_pos
  | |- 0 <= _ * _ => apply Rmult_le_pos; nonneg
  | |- 0 <= _ / _ => apply quotient_nonneg; [nonneg | pos]
  | |- 0 <= _ => lra
  | |- 0 <= _ + _ => apply Rplus_le_le_0_compat; nonneg
  | |- 0 <= _ => first [apply Rlt_le; pos | solve [nra]]
  end
with nonzero := match goal with
  | |- _ => assumption
  | |- _ * _ <> 0 => apply Rmult_integral_contrapositive_currified; nonzero
  | |- _ ^ _ <> 0 => apply pow_nonzero; nonzero
  | |- / _ <> 0 => apply Rinv_neq_0_compat; nonzero
  | |- - _ <> 0 => apply Ropp_neq_0_compat; nonzero
  | |- _ <> 0 => lra
  | |- _ <> 0 => first
      [ apply Rgt_not_eq, Rlt_gt; pos
      | apply opposite_neq, Rgt_not_eq, Rlt_gt; match goal with |- 0 < ?a => ring_simplify a end; pos
      | let H := fresh in intro H;
        match goal with K : _ <> 0 |- _ => apply K; first [lra | nra | field_simplify_eq; [lra | nonzero ..]] end
      | nra ]
  end.

Ltac plain := match goal with
  | |- _ <> 0 => nonzero
  | |- 0 < _ => pos
  | |- 0 <= _ => nonneg
  end.

Ltac sides := repeat match goal with |- _ /\ _ => split end; try exact I; try plain.

(** The goal is a conjunction: that all have a value, and the claim. *)
Ltac values := repeat (match goal with |- _ /\ _ => split; [solve [plain] |] end).

(** ** Identities *)

Ltac equal := rewrite ?ln_exp; repeat rewrite exp_ln by pos; first [reflexivity | ring | solve [field; sides] | solve [field_simplify_eq; [ring | sides ..]]].

Lemma exp_power a n : exp a ^ n = exp (INR n * a).
Proof.
  induction n; [simpl; now rewrite Rmult_0_l, exp_0|].
  rewrite S_INR. simpl. rewrite IHn, <- exp_plus. f_equal. ring.
Qed.

(** An exponential as a product of powers of exponentials. *)
Ltac exponent := first [match goal with |- exp ?a = 1 => replace a with 0 by equal; apply exp_0 end | powers]
with powers :=
  unfold Rdiv; rewrite ?exp_power, <- ?exp_Ropp, <- ?exp_plus; rewrite ?exp_power, <- ?exp_Ropp, <- ?exp_plus;
  f_equal; rewrite ?INR_IZR_INZ; simpl Z.of_nat; equal.

(** The square of a sine. *)
Ltac pythagoras := match goal with |- sin ?a ^ 2 = _ => pose proof (sin2_cos2 a); unfold Rsqr in *; simpl; lra end.

(** A logarithm as a sum: of the product of powers that equals what it is taken of. *)
Ltac expanded := repeat first
  [ rewrite ln_exp | rewrite ln_1 | rewrite ln_mult by pos | rewrite ln_Rinv by pos | rewrite ln_pow by pos ].
Ltac logarithm product :=
  match goal with |- ln ?a = _ => replace a with product by equal end;
  expanded; rewrite ?INR_IZR_INZ; simpl Z.of_nat; ring.

(** ** Sums of signed terms *)

Lemma form_le a b s : a - b = s -> 0 <= s -> b <= a.
Proof. lra. Qed.

Lemma form_lt a b s : a - b = s -> 0 < s -> b < a.
Proof. lra. Qed.

Ltac sum_nonneg := first [assumption | apply Rlt_le; assumption | apply Rplus_le_le_0_compat; sum_nonneg].
Ltac sum_pos := first
  [ assumption | apply Rplus_lt_le_0_compat; [sum_pos | sum_nonneg] | apply Rplus_le_lt_0_compat; [sum_nonneg | sum_pos] ].

(** The claim, from its slack as a sum whose terms have their signs. *)
Ltac concluded slack := first [apply Rle_ge | apply Rlt_gt | idtac];
  first [apply (form_le _ _ _ slack); sum_nonneg | apply (form_lt _ _ _ slack); sum_pos | lra].

(** ** Derivatives *)

Lemma step_derive (f g : R -> R) n x l :
  locally x (fun y => is_derive_n f n y (g y)) -> is_derive g x l -> is_derive_n f (S n) x l.
Proof.
  intros H D. apply is_derive_ext_loc with (2 := D). apply filter_imp with (2 := H).
  intros y. destruct n; [simpl; congruence|]. intros E. symmetry. now apply is_derive_n_unique.
Qed.

Lemma near_pos g x : ex_derive g x -> 0 < g x -> locally x (fun y => 0 < g y).
Proof.
  intros D P. apply (ex_derive_continuous g x D). exists (mkposreal _ P). intros y B.
  apply Rabs_lt_between' in B. simpl in B. lra.
Qed.

Lemma near_neq g x : ex_derive g x -> g x <> 0 -> locally x (fun y => g y <> 0).
Proof.
  intros D N. destruct (Rdichotomy _ _ N) as [L|G].
  - apply filter_imp with (fun y => 0 < - g y); [intros; lra|].
    apply (near_pos (fun y => - g y)); [now apply @ex_derive_opp | lra].
  - apply filter_imp with (fun y => 0 < g y); [intros; lra|]. apply near_pos; assumption.
Qed.

Ltac differentiable := first
  [ solve [auto_derive; sides] | solve [eexists; match goal with H : forall _, is_derive _ _ _ |- _ => apply H end] ].

Ltac unknown_functions := repeat match goal with
  | H : forall u, is_derive ?f u (?g u) |- context [Derive ?h ?a] => rewrite (is_derive_unique h a (g a) (H a))
  end.

Ltac derivable := repeat match goal with
  | |- _ /\ _ => split
  | |- True => exact I
  | H : forall u, is_derive ?f u _ |- ex_derive ?g ?a => exists_derive H a
  end; try plain
with exists_derive H a := exact (ex_intro _ _ (H a)).

(** Differentiation unfolds quotients, differences and powers: do it everywhere. *)
Ltac derivative equality :=
  auto_derive; [derivable | unknown_functions; cbv beta; unfold Rdiv, Rminus in *; cbn [pow] in *; equality].

Ltac near := repeat match goal with |- locally _ (fun _ => _ /\ _) => apply filter_and end;
  first [ apply near_pos; [auto_derive; derivable | assumption] | apply near_neq; [auto_derive; derivable | assumption]
        | apply filter_forall; exact (fun _ => I) ].

(** ** Relations between numbers *)

Ltac numbers := first
  [ lra | solve [simpl; lra] | interval with (i_prec 30) | interval with (i_prec 90) | interval with (i_prec 400)
  | interval with (i_prec 1200) ].
Ltac rationals := solve [ lra | unfold Rabs; repeat destruct Rcase_abs; lra | field_simplify; lra | field | field_simplify_eq; lra | simpl; lra | numbers ].

(** ** Claims for all letters *)

Ltac modulus := apply Rabs_le; lra.
(** A product that is 0 has a factor that is. *)
Ltac factors := repeat match goal with H : _ * _ = 0 |- _ => apply Rmult_integral in H; destruct H end.
Ltac solver := intros; values; first [lra | factors; solve [lra] | nra].
