(** The pointwise least function with small second differences above the maximum is symmetric, gains c when c is added
    to all entries, and is not below that of one entry less; what its gradient has of this. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors Smoothing Conjugate Duality LeastSmoothing Gradients.
Open Scope R_scope.

(** g is the pointwise infimum of the class. *)
Definition least_estimate (d : nat) (g : vec -> R) : Prop :=
  forall x, is_infimum (fun r => exists f, over_estimate d f /\ r = f x) (g x).

(** Permuted entries have the same maximum and the same norm. *)
Lemma largest_permute d p x : (1 <= d)%nat -> permutes d p -> largest d (fun i => x (p i)) = largest d x.
Proof.
  intros Hd Hp. apply Rle_antisym.
  - destruct (largest_attained d (fun i => x (p i)) Hd) as (i & Hi & ->). apply largest_entry, Hp, Hi.
  - destruct (permutes_inverse d p Hp) as (q & Hq & E). destruct (largest_attained d x Hd) as (i & Hi & ->).
    rewrite <- (proj1 (E i Hi)). apply (largest_entry d (fun i => x (p i))), Hq, Hi.
Qed.

Lemma norm_inf_permute d p x : permutes d p -> norm_inf d (fun i => x (p i)) <= norm_inf d x.
Proof. intros Hp. apply norm_inf_le; [apply norm_inf_nonneg|]. intros i Hi. apply norm_inf_entry, Hp, Hi. Qed.

(** The class contains, with f, also f of permuted entries, *)
Lemma estimate_permute d f p : (1 <= d)%nat -> permutes d p -> over_estimate d f ->
  over_estimate d (fun x => f (fun i => x (p i))).
Proof.
  intros Hd Hp (F & A & H). split; [|split].
  - intros x y E. apply F. intros i Hi. apply E, Hp, Hi.
  - intros x. rewrite <- (largest_permute d p x Hd Hp). apply A.
  - intros x z. pose proof (H (fun i => x (p i)) (fun i => z (p i))) as B.
    pose proof (norm_inf_permute d p z Hp) as N. pose proof (norm_inf_nonneg d (fun i => z (p i))) as P.
    unfold add, sub in *. cbv beta in *. nra.
Qed.

(** f(x + c (1, ..., 1)) - c, *)
Lemma largest_shift d c x : (1 <= d)%nat -> largest d (fun i => x i + c) = largest d x + c.
Proof.
  intros Hd. apply Rle_antisym.
  - destruct (largest_attained d (fun i => x i + c) Hd) as (i & Hi & ->). pose proof (largest_entry d x i Hi). lra.
  - destruct (largest_attained d x Hd) as (i & Hi & ->). exact (largest_entry d (fun i => x i + c) i Hi).
Qed.

Lemma estimate_shift d f c : (1 <= d)%nat -> over_estimate d f -> over_estimate d (fun x => f (fun i => x i + c) - c).
Proof.
  intros Hd (F & A & H). split; [|split].
  - intros x y E. f_equal. apply F. intros i Hi. now rewrite E.
  - intros x. pose proof (A (fun i => x i + c)) as B. rewrite largest_shift in B by exact Hd. lra.
  - intros x z. pose proof (H (fun i => x i + c) z) as B.
    rewrite (F (add (fun i => x i + c) z) (fun i => add x z i + c)) in B by (intros i _; unfold add; ring).
    rewrite (F (sub (fun i => x i + c) z) (fun i => sub x z i + c)) in B by (intros i _; unfold sub; ring). lra.
Qed.

(** and with a function of one entry more that function with its last entry fixed. *)
Definition with_last (n : nat) (t : R) (x : vec) : vec := fun i => if Nat.eqb i n then t else x i.

Lemma estimate_absent n f t : (1 <= n)%nat -> over_estimate (S n) f -> over_estimate n (fun x => f (with_last n t x)).
Proof.
  intros Hn (F & A & H). split; [|split].
  - intros x y E. apply F. intros i Hi. unfold with_last. destruct (Nat.eqb_spec i n); [reflexivity|apply E; lia].
  - intros x. eapply Rle_trans; [|apply A]. destruct (largest_attained n x Hn) as (i & Hi & ->).
    pose proof (largest_entry (S n) (with_last n t x) i ltac:(lia)) as B. unfold with_last at 1 in B.
    destruct (Nat.eqb_spec i n); [lia|exact B].
  - intros x z. set (w := with_last n 0 z). pose proof (H (with_last n t x) w) as B.
    assert (N : norm_inf (S n) w <= norm_inf n z).
    { apply norm_inf_le; [apply norm_inf_nonneg|]. intros i Hi. unfold w, with_last. destruct (Nat.eqb_spec i n).
      - rewrite Rabs_R0. apply norm_inf_nonneg.
      - apply norm_inf_entry. lia. }
    pose proof (norm_inf_nonneg (S n) w).
    rewrite (F (add (with_last n t x) w) (with_last n t (add x z))) in B
      by (intros i _; unfold w, add, with_last; destruct (Nat.eqb i n); ring).
    rewrite (F (sub (with_last n t x) w) (with_last n t (sub x z))) in B
      by (intros i _; unfold w, sub, with_last; destruct (Nat.eqb i n); ring). nra.
Qed.

(** So the least function is symmetric, *)
Theorem least_symmetric d g : (1 <= d)%nat -> least_estimate d g -> symmetric d g.
Proof.
  intros Hd L.
  assert (H : forall x y p, permutes d p -> (forall i, (i < d)%nat -> y i = x (p i)) -> g x <= g y).
  { intros x y p Hp E. apply (proj2 (L y)). intros r (f & Hf & ->).
    replace (f y) with (f (fun i => x (p i))) by (apply (proj1 Hf); intros i Hi; symmetry; now apply E).
    apply (proj1 (L x)). exists (fun x => f (fun i => x (p i))). split; [now apply estimate_permute|reflexivity]. }
  intros x y p Hp E. apply Rle_antisym; [|now apply (H x y p)].
  destruct (permutes_inverse d p Hp) as (q & Hq & I). apply (H y x q Hq).
  intros i Hi. rewrite E by (now apply Hq). now rewrite (proj1 (I i Hi)).
Qed.

(** gains what is added to all entries, *)
Theorem least_shift d g x c : (1 <= d)%nat -> least_estimate d g -> g (fun i => x i + c) = g x + c.
Proof.
  intros Hd L.
  assert (H : forall x c, g x + c <= g (fun i => x i + c)).
  { intros y b. apply (proj2 (L _)). intros r (f & Hf & ->). enough (g y <= f (fun i => y i + b) - b) by lra.
    apply (proj1 (L y)). exists (fun x => f (fun i => x i + b) - b). split; [now apply estimate_shift|reflexivity]. }
  apply Rle_antisym; [|apply H]. pose proof (H (fun i => x i + c) (- c)) as B.
  enough (g (fun i => x i + c + - c) <= g x) by lra. apply (proj2 (L x)). intros r (f & Hf & ->).
  apply (proj1 (L _)). exists f. split; [exact Hf|]. apply (proj1 Hf). intros i _. ring.
Qed.

(** and is not below that of one entry less. *)
Theorem least_absent n g g' x : (1 <= n)%nat -> least_estimate (S n) g -> least_estimate n g' -> g' x <= g x.
Proof.
  intros Hn L L'. apply (proj2 (L x)). intros r (f & Hf & ->). apply (proj1 (L' x)).
  exists (fun y => f (with_last n (x n) y)). split; [now apply estimate_absent|].
  apply (proj1 Hf). intros i _. unfold with_last. destruct (Nat.eqb_spec i n); [now subst|reflexivity].
Qed.

(** ** The gradient *)

(** A function that gains what is added to all entries has a gradient with the sum 1, *)
Lemma gradient_sum_one d f g x : gradient_at d f x g -> (forall y c, f (fun i => y i + c) = f y + c) -> sum d g = 1.
Proof.
  intros G H. pose proof (gradient_slope d f x g (fun _ => 1) G) as D.
  replace (dot d g (fun _ => 1)) with (sum d g) in D by (apply sum_ext; intros i _; ring).
  eapply uniqueness_limite; [exact D|].
  apply (derivable_pt_lim_ext (fun t => f x + t)).
  - intros t. rewrite <- H. unfold add, scale.
    replace (fun i => x i + t * 1) with (fun i => x i + t); [reflexivity|].
    apply FunctionalExtensionality.functional_extensionality. intros i. ring.
  - replace 1 with (0 + 1) by ring. apply (derivable_pt_lim_plus (fun _ => f x) (fun t => t));
      [apply derivable_pt_lim_const|apply derivable_pt_lim_id].
Qed.

(** and a symmetric one equal entries of the gradient where the point has equal entries. *)
Lemma gradient_ties d f g x i j : gradient_at d f x g -> symmetric d f -> (i < d)%nat -> (j < d)%nat -> x i = x j ->
  g i = g j.
Proof.
  intros G H Hi Hj E. pose proof (gradient_entry d f x g i G Hi) as A. pose proof (gradient_entry d f x g j G Hj) as B.
  eapply uniqueness_limite; [exact A|]. eapply derivable_pt_lim_ext; [|exact B]. intros t. cbv beta.
  set (p := fun k => if Nat.eqb k i then j else if Nat.eqb k j then i else k).
  apply (H (add x (scale t (vertex i))) (add x (scale t (vertex j))) p).
  - unfold p. split.
    + intros k Hk. destruct (Nat.eqb_spec k i); [lia|]. destruct (Nat.eqb_spec k j); lia.
    + intros k l _ _. destruct (Nat.eqb_spec k i), (Nat.eqb_spec l i), (Nat.eqb_spec k j), (Nat.eqb_spec l j); lia.
  - intros k _. unfold p, add, scale, vertex.
    destruct (Nat.eqb_spec k i) as [->|Ni].
    + rewrite E. destruct (Nat.eqb_spec i j) as [Ij|Nj]; destruct (Nat.eqb_spec j i); try congruence; ring.
    + destruct (Nat.eqb_spec k j) as [->|Nj]; [rewrite Nat.eqb_refl, E; ring|].
      destruct (Nat.eqb_spec k i); [congruence|ring].
Qed.
