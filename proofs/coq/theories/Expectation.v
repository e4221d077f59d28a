(** Expectations without measure theory: positive linear functionals of total mass 1 on a vector lattice of random
    variables. Probability spaces, finite laws and densities with improper Riemann integrals are instances. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require Import Vectors.
Open Scope R_scope.

(** Which random variables have a mean, and the mean. *)
Record random_law (Omega : Type) := RandomLaw {
  integrable : (Omega -> R) -> Prop;
  expected : (Omega -> R) -> R;
  mean_one : integrable (fun _ => 1) /\ expected (fun _ => 1) = 1;
  mean_combination : forall a b X Y, integrable X -> integrable Y ->
    integrable (fun w => a * X w + b * Y w) /\ expected (fun w => a * X w + b * Y w) = a * expected X + b * expected Y;
  mean_max : forall X Y, integrable X -> integrable Y -> integrable (fun w => Rmax (X w) (Y w));
  mean_monotone : forall X Y, integrable X -> integrable Y -> (forall w, X w <= Y w) -> expected X <= expected Y
}.
Arguments integrable {Omega}.
Arguments expected {Omega}.

(** A law on finitely many outcomes is an instance. *)
Definition finite_law (M : nat) (p : vec) (Hp : simplex M p) : random_law nat.
Proof.
  refine (RandomLaw nat (fun _ => True) (fun X => sum M (fun k => p k * X k)) _ _ _ _).
  - split; [exact I|]. rewrite (sum_ext _ _ p) by (intros; ring). apply Hp.
  - intros a b X Y _ _. split; [exact I|]. rewrite <- 2 sum_scale, <- sum_plus. apply sum_ext. intros. ring.
  - trivial.
  - intros X Y _ _ L. apply sum_le. intros k Hk. apply Rmult_le_compat_l; [now apply Hp|apply L].
Defined.

Section Means.
Context {Omega : Type} (P : random_law Omega).

(** X has the mean m. *)
Definition has_mean (X : Omega -> R) (m : R) : Prop := integrable P X /\ expected P X = m.

(** Equal random variables have equal means. *)
Lemma has_mean_ext X Y m : (forall w, X w = Y w) -> has_mean X m -> has_mean Y m.
Proof. intros H. replace Y with X by (now apply functional_extensionality). trivial. Qed.

(** The mean of a combination. *)
Lemma has_mean_combination a b X Y m r : has_mean X m -> has_mean Y r ->
  has_mean (fun w => a * X w + b * Y w) (a * m + b * r).
Proof.
  intros [IX <-] [IY <-]. exact (mean_combination _ P a b X Y IX IY).
Qed.

(** The mean of a constant. *)
Lemma has_mean_const c : has_mean (fun _ => c) c.
Proof.
  pose proof (has_mean_combination c 0 _ _ 1 1 (mean_one _ P) (mean_one _ P)) as H.
  replace (c * 1 + 0 * 1) with c in H by ring. revert H. apply has_mean_ext. intros w. ring.
Qed.

(** The mean of a multiple. *)
Lemma has_mean_scale c X m : has_mean X m -> has_mean (fun w => c * X w) (c * m).
Proof.
  intros H. pose proof (has_mean_combination c 0 X X m m H H) as C. replace (c * m + 0 * m) with (c * m) in C by ring.
  revert C. apply has_mean_ext. intros w. ring.
Qed.

(** The mean of a sum of two terms. *)
Lemma has_mean_plus X Y m r : has_mean X m -> has_mean Y r -> has_mean (fun w => X w + Y w) (m + r).
Proof.
  intros HX HY. pose proof (has_mean_combination 1 1 X Y m r HX HY) as C. rewrite 2 Rmult_1_l in C.
  revert C. apply has_mean_ext. intros w. ring.
Qed.

(** The mean of a sum of any number of terms. *)
Lemma has_mean_sum n (X : nat -> Omega -> R) (m : vec) : (forall i, (i < n)%nat -> has_mean (X i) (m i)) ->
  has_mean (fun w => sum n (fun i => X i w)) (sum n m).
Proof.
  induction n as [|n IH]; intros H; [exact (has_mean_const 0)|]. cbn [sum].
  apply has_mean_plus; [apply IH; intros; apply H; lia|apply H; lia].
Qed.

(** Means keep the order. *)
Lemma has_mean_le X Y m r : has_mean X m -> has_mean Y r -> (forall w, X w <= Y w) -> m <= r.
Proof. intros [IX <-] [IY <-]. now apply mean_monotone. Qed.

(** The largest of finitely many random variables with means has a mean. *)
Lemma integrable_largest n (X : nat -> Omega -> R) : (1 <= n)%nat -> (forall j, (j < n)%nat -> integrable P (X j)) ->
  integrable P (fun w => largest n (fun j => X j w)).
Proof.
  destruct n as [|n]; [lia|]. intros _. induction n as [|n IH]; intros H; [apply (H 0%nat); lia|].
  replace (fun w => largest (S (S n)) (fun j => X j w)) with
    (fun w => Rmax (largest (S n) (fun j => X j w)) (X (S n) w)) by reflexivity.
  apply mean_max; [apply IH; intros; apply H; lia|apply H; lia].
Qed.
End Means.

(** ** Averages of independent copies *)

(** n random variables of the mean mu and the mean square s2, each two of them uncorrelated: their average has the mean
    mu and 1/n of the variance of one. *)
Lemma average_of_copies {Omega : Type} (P : random_law Omega) n (X : nat -> Omega -> R) mu s2 : (1 <= n)%nat ->
  (forall a, (a < n)%nat -> has_mean P (X a) mu) -> (forall a, (a < n)%nat -> has_mean P (fun w => X a w ^ 2) s2) ->
  (forall a b, (a < n)%nat -> (b < n)%nat -> a <> b -> has_mean P (fun w => X a w * X b w) (mu * mu)) ->
  let average w := / INR n * sum n (fun a => X a w) in
  has_mean P average mu /\ has_mean P (fun w => (average w - mu) ^ 2) (/ INR n * (s2 - mu ^ 2)).
Proof.
  intros Hn H1 H2 H12 average. assert (Pn : 0 < INR n) by (apply lt_0_INR; lia).
  pose proof (has_mean_sum P n X (fun _ => mu) H1) as S. rewrite sum_const in S.
  assert (A : has_mean P average mu).
  { replace mu with (/ INR n * (INR n * mu)) by (field; lra). now apply has_mean_scale. }
  split; [exact A|].
  assert (D : has_mean P (fun w => sum n (fun a => sum n (fun b => X a w * X b w)))
    (sum n (fun a => sum n (fun b => if Nat.eqb b a then s2 else mu * mu)))).
  { apply (has_mean_sum P n (fun a w => sum n (fun b => X a w * X b w))). intros a Ha.
    apply (has_mean_sum P n (fun b w => X a w * X b w)). intros b Hb. destruct (Nat.eqb_spec b a) as [->|N].
    - apply (has_mean_ext P (fun w => X a w ^ 2)); [intros; ring|now apply H2].
    - apply H12; auto. }
  rewrite (sum_ext n (fun a => sum n (fun b => if Nat.eqb b a then s2 else mu * mu))
    (fun _ => INR n * (mu * mu) + (s2 - mu * mu))), sum_const in D.
  - pose proof (has_mean_combination P (/ INR n * / INR n) (- (2 * mu)) _ _ _ _ D A) as C.
    pose proof (has_mean_plus P _ _ _ _ C (has_mean_const P (mu ^ 2))) as V.
    replace (/ INR n * / INR n * (INR n * (INR n * (mu * mu) + (s2 - mu * mu))) + - (2 * mu) * mu + mu ^ 2)
      with (/ INR n * (s2 - mu ^ 2)) in V by (field; lra).
    revert V. apply has_mean_ext. intros w. unfold average.
    assert (Sq : sum n (fun a => sum n (fun b => X a w * X b w)) = sum n (fun a => X a w) ^ 2).
    { rewrite (sum_ext n _ (fun a => sum n (fun b => X b w) * X a w)).
      - rewrite sum_scale. ring.
      - intros a _. rewrite sum_scale. ring. }
    rewrite Sq. field. lra.
  - intros a Ha. rewrite (sum_ext n _ (fun b => mu * mu + vertex a b * (s2 - mu * mu))).
    + rewrite sum_plus, sum_const, (sum_vertex n a (fun _ => s2 - mu * mu)) by exact Ha. ring.
    + intros b _. unfold vertex. destruct (Nat.eqb b a); ring.
Qed.
