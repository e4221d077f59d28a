(** Independent standard normals in place of walks, one entry after the other. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require Import Vectors Converse GumbelWinner IteratedMeans NormalSmoothing NormalTail EntryWalks.
Open Scope R_scope.

(** F is L-Lipschitz in each entry. *)
Definition entry_lipschitz (L : R) (F : vec -> R) : Prop := forall i x, lipschitz_by L (fun s => F (with_entry i s x)).

(** F is a test function in each of the first d entries. *)
Definition entry_test (d : nat) (K : R) (F : vec -> R) : Prop :=
  forall i x, (i < d)%nat -> exists f1 f2, test_function K (fun s => F (with_entry i s x)) f1 f2.

Lemma lipschitz_nonneg L f : lipschitz_by L f -> 0 <= L.
Proof.
  intros H. specialize (H 1 0). pose proof (Rabs_pos (f 1 - f 0)) as P. rewrite Rminus_0_r, Rabs_R1 in H. lra.
Qed.

Section Normal.
Variable G : (R -> R) -> R.
Hypothesis HG : normal_functional G.

(** The mean over the entry i, and over the first d. *)
Definition entry_normal (i : nat) (F : vec -> R) (x : vec) : R := G (fun z => F (with_entry i z x)).

Fixpoint entry_normals (d : nat) (F : vec -> R) : vec -> R :=
  match d with
  | O => F
  | S k => entry_normals k (entry_normal k F)
  end.

(** Functions that are close have close means. *)
Lemma functional_near f g b : quadratic_growth f -> quadratic_growth g -> (forall z, Rabs (f z - g z) <= b) ->
  Rabs (G f - G g) <= b.
Proof.
  intros Hf Hg H. destruct (functional_difference G HG 1 f g Hf Hg) as [D E]. rewrite Rmult_1_l in E.
  rewrite <- E, <- (functional_const G HG b). apply (functional_abs G HG); [exact D|apply growth_const|].
  intros z. rewrite Rmult_1_l. apply H.
Qed.

Lemma entry_growth L F i x : entry_lipschitz L F -> quadratic_growth (fun z => F (with_entry i z x)).
Proof. intros H. exact (growth_lipschitz L _ (H i x)). Qed.

Lemma entry_normal_near L L' i F F' b : entry_lipschitz L F -> entry_lipschitz L' F' ->
  (forall x, Rabs (F x - F' x) <= b) -> forall x, Rabs (entry_normal i F x - entry_normal i F' x) <= b.
Proof.
  intros HF HF' H x. apply functional_near; [now apply (entry_growth L)|now apply (entry_growth L')|].
  intros z. apply H.
Qed.

Lemma entry_normal_lipschitz L i F : entry_lipschitz L F -> entry_lipschitz L (entry_normal i F).
Proof.
  intros H j x s t. unfold entry_normal. destruct (Nat.eq_dec i j) as [->|N].
  - rewrite (functional_ext G (fun z => F (with_entry j z (with_entry j s x)))
      (fun z => F (with_entry j z (with_entry j t x)))) by (intros z; now rewrite 2 with_entry_twice).
    rewrite Rminus_eq_0, Rabs_R0. apply Rmult_le_pos; [exact (lipschitz_nonneg L _ (H j x))|apply Rabs_pos].
  - apply functional_near; [now apply (entry_growth L)|now apply (entry_growth L)|].
    intros z. rewrite 2 (with_entry_swap i j) by exact N. apply (H j (with_entry i z x)).
Qed.

Lemma entry_normals_near L L' d : forall F F' b, entry_lipschitz L F -> entry_lipschitz L' F' ->
  (forall x, Rabs (F x - F' x) <= b) -> forall x, Rabs (entry_normals d F x - entry_normals d F' x) <= b.
Proof.
  induction d as [|d IH]; intros F F' b HF HF' H; cbn [entry_normals]; [exact H|].
  apply IH; [now apply entry_normal_lipschitz|now apply entry_normal_lipschitz|].
  now apply (entry_normal_near L L').
Qed.

(** The entries walk in the same way. *)
Lemma walk_functional a n (f : R -> R -> R) : (forall r, quadratic_growth (f r)) -> forall s,
  quadratic_growth (fun z => walk a n (fun r => f r z) s) /\
  walk a n (fun r => G (f r)) s = G (fun z => walk a n (fun r => f r z) s).
Proof.
  intros H. destruct HG as (_ & Lin & _). induction n as [|n IH]; intros s; cbn [walk]; [split; [apply H|reflexivity]|].
  destruct (IH (s + a)) as [A ->], (IH (s - a)) as [B ->].
  set (f1 := fun z => walk a n (fun r => f r z) (s + a)) in *.
  set (f2 := fun z => walk a n (fun r => f r z) (s - a)) in *.
  assert (E : (fun z => (f1 z + f2 z) / 2) = fun z => / 2 * f1 z + / 2 * f2 z)
    by (apply functional_extensionality; intros; field).
  change (quadratic_growth (fun z => (f1 z + f2 z) / 2) /\ (G f1 + G f2) / 2 = G (fun z => (f1 z + f2 z) / 2)).
  rewrite E. split; [now apply growth_linear|]. rewrite Lin by assumption. field.
Qed.

Lemma entry_walk_lipschitz a n L i F : entry_lipschitz L F -> entry_lipschitz L (entry_walk a n i F).
Proof.
  intros H j x s t. unfold entry_walk. destruct (Nat.eq_dec i j) as [->|N].
  - rewrite (walk_ext a n (fun r => F (with_entry j r (with_entry j s x)))
      (fun r => F (with_entry j r (with_entry j t x)))) by (intros r; now rewrite 2 with_entry_twice).
    rewrite Rminus_eq_0, Rabs_R0. apply Rmult_le_pos; [exact (lipschitz_nonneg L _ (H j x))|apply Rabs_pos].
  - apply walk_near. intros r. rewrite 2 (with_entry_swap i j) by exact N. apply (H j (with_entry i r x)).
Qed.

(** A walk of one entry and the mean over another may change places. *)
Lemma walk_normal_swap a n L i j F : i <> j -> entry_lipschitz L F ->
  entry_walk a n i (entry_normal j F) = entry_normal j (entry_walk a n i F).
Proof.
  intros N H. apply functional_extensionality. intros x. unfold entry_walk, entry_normal.
  destruct (walk_functional a n (fun r z => F (with_entry j z (with_entry i r x)))
    (fun r => entry_growth L F j (with_entry i r x) H) 0) as [_ ->].
  f_equal. apply functional_extensionality. intros z. apply walk_ext. intros r.
  now rewrite with_entry_swap by congruence.
Qed.

Lemma walk_normals_swap a n L i k : (k <= i)%nat -> forall F, entry_lipschitz L F ->
  entry_walk a n i (entry_normals k F) = entry_normals k (entry_walk a n i F).
Proof.
  induction k as [|k IH]; intros Hk F H; cbn [entry_normals]; [reflexivity|].
  rewrite IH by (lia || now apply entry_normal_lipschitz). f_equal. apply (walk_normal_swap a n L); [lia|exact H].
Qed.

(** ** The central limit theorem for one entry *)

Section OneEntry.
Variables (K a : R) (f f1 f2 : R -> R).
Hypothesis T : test_function K f f1 f2.
Hypothesis Ha : 0 <= a.

(** One step of the walk is a little more of the normal variable. *)
Lemma replace_step t t' s : 0 <= t <= t' -> t' ^ 2 - t ^ 2 = a ^ 2 ->
  Rabs ((smoothed G f t (s + a) + smoothed G f t (s - a)) / 2 - smoothed G f t' s) <= 2 * K * a ^ 3.
Proof.
  intros Ht E. pose proof (smoothed_taylor G HG K f f1 f2 T t s a) as A.
  pose proof (smoothed_taylor G HG K f f1 f2 T t s (- a)) as B.
  pose proof (smoothed_more G HG K f f1 f2 T t t' s (a ^ 2) Ht E) as C.
  rewrite (sqrt_pow2 a Ha) in C. rewrite Rabs_Ropp in B. rewrite (Rabs_pos_eq a Ha) in A, B.
  change (s + - a) with (s - a) in B. replace ((- a) ^ 2) with (a ^ 2) in B by ring.
  replace (K * (a ^ 2 * a)) with (K * a ^ 3) in C by ring.
  apply abs_le_between in A, B, C. apply Rabs_le. lra.
Qed.

Lemma replace_steps n : forall m s,
  Rabs (walk a n (smoothed G f (sqrt (INR m * a ^ 2))) s - smoothed G f (sqrt (INR (m + n) * a ^ 2)) s)
    <= INR n * (2 * K * a ^ 3).
Proof.
  induction n as [|n IH]; intros m s.
  - cbn [walk]. rewrite Nat.add_0_r, Rminus_eq_0, Rabs_R0. simpl. lra.
  - rewrite <- walk_last. specialize (IH (S m) s). replace (S m + n)%nat with (m + S n)%nat in IH by lia.
    pose proof (pos_INR m) as Pm. pose proof (pow2_ge_0 a) as P2.
    assert (Q0 : 0 <= INR m * a ^ 2) by now apply Rmult_le_pos.
    assert (Q1 : INR m * a ^ 2 <= INR (S m) * a ^ 2) by (rewrite S_INR; lra).
    pose proof (walk_near a n _ _ _ (fun r => replace_step (sqrt (INR m * a ^ 2)) (sqrt (INR (S m) * a ^ 2)) r
      (Logic.conj (sqrt_pos _) (sqrt_le_1_alt _ _ Q1)) ltac:(rewrite 2 pow2_sqrt, S_INR by lra; ring)) s) as A.
    set (e2 := walk a n (smoothed G f (sqrt (INR (S m) * a ^ 2))) s) in *.
    set (e4 := smoothed G f (sqrt (INR (m + S n) * a ^ 2)) s) in *. rewrite (S_INR n).
    match type of A with Rabs (?e1 - _) <= _ => replace (e1 - e4) with ((e1 - e2) + (e2 - e4)) by ring end.
    eapply Rle_trans; [apply Rabs_triang|]. lra.
Qed.
End OneEntry.

(** A walk of n steps of the length n^(-1/2). *)
Lemma walk_near_normal K f f1 f2 n : test_function K f f1 f2 -> (1 <= n)%nat ->
  Rabs (walk (/ sqrt (INR n)) n f 0 - G f) <= 2 * K / sqrt (INR n).
Proof.
  intros T Hn. assert (Pn : 0 < INR n) by (apply lt_0_INR; lia). pose proof (sqrt_lt_R0 _ Pn) as Pr.
  set (a := / sqrt (INR n)). assert (Pa : 0 <= a) by (left; now apply Rinv_0_lt_compat).
  assert (E : sqrt (INR n) * sqrt (INR n) = INR n) by (apply sqrt_sqrt; lra).
  pose proof (replace_steps K a f f1 f2 T Pa n 0 0) as A. cbn [Nat.add] in A.
  replace (INR n * a ^ 2) with 1 in A by (rewrite <- E; unfold a; field; lra).
  simpl INR in A at 1. rewrite Rmult_0_l, sqrt_0, sqrt_1 in A.
  rewrite (walk_ext a n _ f) in A by (intros r; now apply smoothed_0).
  assert (One : smoothed G f 1 0 = G f) by (unfold smoothed; apply functional_ext; intros z; f_equal; ring).
  rewrite One in A. eapply Rle_trans; [exact A|]. right.
  unfold a. set (r := sqrt (INR n)) in *. replace (INR n) with (r * r) by exact E. field. lra.
Qed.

(** All entries, one after the other. *)
Theorem walks_near_normals d K L F n : entry_test d K F -> entry_lipschitz L F -> (1 <= n)%nat -> forall x,
  Rabs (entry_walks (/ sqrt (INR n)) n d F x - entry_normals d F x) <= INR d * (2 * K / sqrt (INR n)).
Proof.
  intros T H Hn. enough (A : forall k, (k <= d)%nat -> forall x,
    Rabs (entry_walks (/ sqrt (INR n)) n k F x - entry_normals k F x) <= INR k * (2 * K / sqrt (INR n)))
    by now apply A.
  set (a := / sqrt (INR n)). induction k as [|k IH]; intros Hk x.
  - cbn [entry_walks entry_normals]. rewrite Rminus_eq_0, Rabs_R0. simpl. lra.
  - cbn [entry_walks entry_normals]. rewrite entry_walks_swap by lia.
    pose proof (entry_walk_near a n k _ _ _ (IH ltac:(lia)) x) as A.
    rewrite (walk_normals_swap a n L) in A by (lia || exact H).
    assert (B : Rabs (entry_normals k (entry_walk a n k F) x - entry_normals k (entry_normal k F) x)
      <= 2 * K / sqrt (INR n)).
    { apply (entry_normals_near L L); [now apply entry_walk_lipschitz|now apply entry_normal_lipschitz|].
      intros y. destruct (T k y Hk) as (f1 & f2 & Tk). exact (walk_near_normal K _ f1 f2 n Tk Hn). }
    set (e1 := entry_walk a n k (entry_walks a n k F) x) in *.
    set (e2 := entry_normals k (entry_walk a n k F) x) in *. set (e3 := entry_normals k (entry_normal k F) x) in *.
    replace (e1 - e3) with ((e1 - e2) + (e2 - e3)) by ring. eapply Rle_trans; [apply Rabs_triang|].
    rewrite S_INR. lra.
Qed.

(** The means over the entries are the iterated integral. *)
Hypothesis Integral : forall f, quadratic_growth f -> mean_under normal_density f (G f).

Theorem normals_integrate d : forall L F, entry_lipschitz L F ->
  means_under normal_density d F (entry_normals d F zero).
Proof.
  induction d as [|d IH]; intros L F H; [reflexivity|]. exists (entry_normal d F). split.
  - intros x. apply Integral. now apply (entry_growth L).
  - cbn [entry_normals]. apply (IH L). now apply entry_normal_lipschitz.
Qed.
End Normal.
