(** Noise with a positive smooth density: every vertex of the hull has a positive probability, and the mean of a best
    point is in the relative interior. *)

From Coq Require Import Reals Lra Lia Arith Classical FunctionalExtensionality.
From TightMax Require Import Vectors Smoothing Conjugate Euclid MeanValue PerturbedMaximum VolumeIntegral SmoothNoise.
From TightMax Require Import PerturbedDerivatives PerturbedPositive PerturbedSlopes Hulls RelativeInterior.
Open Scope R_scope.

(** ** Weights of the needed points *)

(** No two needed points agree. *)
Lemma needed_differ d N y b j k : (forall j, (j < N)%nat -> b j = true -> ~ in_part d N y (without b j) (y j)) ->
  (j < N)%nat -> (k < N)%nat -> b j = true -> b k = true -> agree d (y j) (y k) = true -> j = k.
Proof.
  intros Need Hj Hk Bj Bk A. pose proof (proj1 (agree_iff d (y j) (y k)) A) as E. apply NNPP. intros Ne.
  apply (Need j Hj Bj).
  exists (vertex k). split; [now apply simplex_vertex|]. split.
  - intros l Hl Bl. unfold vertex. destruct (Nat.eqb_spec l k) as [->|]; [|reflexivity]. exfalso. unfold without in Bl.
    destruct (Nat.eqb_spec k j); congruence.
  - intros i Hi. rewrite average_vertex by exact Hk. now apply E.
Qed.

(** Weights of all points are weights of the needed ones, no needed point having less. *)
Lemma weights_of_needed d N y b a : (forall p, in_hull d N y p -> in_part d N y b p) ->
  (forall j, (j < N)%nat -> b j = true -> ~ in_part d N y (without b j) (y j)) ->
  (forall k, (k < N)%nat -> 0 <= a k) -> exists c, sum N c = sum N a /\
    (forall k, (k < N)%nat -> b k = false -> c k = 0) /\ (forall i, (i < d)%nat -> average N c y i = average N a y i) /\
    forall j, (j < N)%nat -> 0 <= c j /\
      (b j = true -> sum N (fun k => a k * (if agree d (y k) (y j) then 1 else 0)) <= c j).
Proof.
  intros B Need Pa. assert (A : forall n, (n <= N)%nat -> exists c, sum N c = sum n a /\
    (forall k, (k < N)%nat -> b k = false -> c k = 0) /\ (forall i, (i < d)%nat -> average N c y i = average n a y i) /\
    forall j, (j < N)%nat -> 0 <= c j /\
      (b j = true -> sum n (fun k => a k * (if agree d (y k) (y j) then 1 else 0)) <= c j)).
  { induction n as [|n IH]; intros Hn.
    - exists zero. split; [apply sum_zero|]. split; [reflexivity|]. split.
      + intros i _. unfold average, zero. cbn [sum]. rewrite (sum_ext N _ (fun _ => 0)) by (intros; ring).
        apply sum_zero.
      + intros j _. unfold zero. cbn [sum]. split; intros; lra.
    - destruct (IH ltac:(lia)) as (c & Sc & Bc & Ec & Pc). specialize (Pa n ltac:(lia)) as Pn.
      assert (G : exists g, simplex N g /\ (forall k, (k < N)%nat -> b k = false -> g k = 0) /\
        (forall i, (i < d)%nat -> y n i = average N g y i) /\
        forall j, (j < N)%nat -> b j = true -> (if agree d (y n) (y j) then 1 else 0) <= g j).
      { destruct (classic (exists l, (l < N)%nat /\ b l = true /\
          agree d (y n) (y l) = true)) as [(l & Hl & Bl & Al)|No].
        - exists (vertex l). split; [now apply simplex_vertex|]. split; [|split].
          + intros k Hk Bk. unfold vertex. destruct (Nat.eqb_spec k l) as [->|]; [congruence|reflexivity].
          + intros i Hi. rewrite average_vertex by exact Hl. now apply (proj1 (agree_iff d (y n) (y l))).
          + intros j Hj Bj. destruct (agree d (y n) (y j)) eqn:Aj.
            * replace j with l; [unfold vertex; rewrite Nat.eqb_refl; lra|].
              apply (needed_differ d N y b l j Need Hl Hj Bl Bj). apply agree_iff. intros i Hi.
              rewrite <- (proj1 (agree_iff d (y n) (y l)) Al i Hi). now apply (proj1 (agree_iff d (y n) (y j))).
            * unfold vertex. destruct (Nat.eqb j l); lra.
        - destruct (B (y n)) as (g & Sg & Bg & Eg).
          { exists (vertex n). split; [apply simplex_vertex; lia|]. intros i _. rewrite average_vertex by lia.
            reflexivity. }
          exists g. split; [exact Sg|]. split; [exact Bg|]. split; [exact Eg|]. intros j Hj Bj.
          destruct (agree d (y n) (y j)) eqn:Aj; [exfalso; apply No; now exists j|]. now apply Sg. }
      destruct G as (g & [Pg Sg] & Bg & Eg & Lg). exists (fun k => c k + a n * g k). split; [|split; [|split]].
      + rewrite sum_plus, sum_scale, Sc, Sg. cbn [sum]. ring.
      + intros k Hk Bk. rewrite (Bc k Hk Bk), (Bg k Hk Bk). ring.
      + intros i Hi. rewrite average_plus, average_scale, (Ec i Hi), <- (Eg i Hi). unfold average. cbn [sum]. ring.
      + intros j Hj. destruct (Pc j Hj) as [P1 P2]. specialize (Pg j Hj). split.
        * assert (0 <= a n * g j) by now apply Rmult_le_pos. lra.
        * intros Bj. cbn [sum]. specialize (P2 Bj). specialize (Lg j Hj Bj).
          apply (Rmult_le_compat_l (a n)) in Lg; [|exact Pn]. lra. }
  now apply A.
Qed.

Section Interior.
Context {W : Type} (P : mean_value W) {d : nat} (V : volume d).
Variables (N : nat) (y : nat -> vec) (Z : W -> vec) (nu : vec -> R) (score : vec -> vec) (eps : R).
Hypothesis HN : (1 <= N)%nat.
Hypothesis He : 0 < eps.
Hypothesis HS : smooth_noise d V P Z nu score.
Variables (theta : vec) (best : W -> nat).
Hypothesis C : best_choice P d N y Z eps theta best.

(** The probability that the best point is p. *)
Definition chosen (q : vec) (w : W) : R := if agree d (y (best w)) q then 1 else 0.

Lemma chosen_weights q : integrable P (chosen q) /\
  mean P (chosen q) = sum N (fun k => probability P best k * (if agree d (y k) q then 1 else 0)).
Proof.
  apply (proj1 (mean_of_choice P N best (fun w => proj1 (proj2 C w)) (proj1 C))
    (fun k => if agree d (y k) q then 1 else 0)).
Qed.

Lemma chosen_ext q q' : (forall i, (i < d)%nat -> q i = q' i) -> forall w, chosen q w = chosen q' w.
Proof.
  intros E w. unfold chosen. destruct (agree d (y (best w)) q) eqn:A, (agree d (y (best w)) q') eqn:A'; try reflexivity;
    exfalso; (apply Bool.not_true_iff_false in A + apply Bool.not_true_iff_false in A'); rewrite agree_iff in A, A'.
  - apply A'. intros i Hi. now rewrite A, E.
  - apply A. intros i Hi. now rewrite A', E.
Qed.

(** A point that alone is farthest in some direction. *)
Lemma chosen_positive j u : (j < N)%nat ->
  (forall k, (k < N)%nat -> (forall i, (i < d)%nat -> y k i = y j i) \/ dot d (y k) u < dot d (y j) u) ->
  0 < mean P (chosen (y j)).
Proof.
  intros Hj H.
  pose proof (alone_positive V N y nu eps HN He (noise_density P V Z nu score HS)
    (noise_mass P V Z nu score HS) (noise_mean P V Z nu score HS) theta j u) as A.
  destruct (noise_law P V Z nu score HS (alone (d := d) N y eps theta j)
    (alone_summable V N y nu eps HN (noise_density P V Z nu score HS) (noise_mass P V Z nu score HS)
      (noise_mean P V Z nu score HS) theta j)) as [I E].
  apply Rlt_le_trans with (mean P (fun w => alone (d := d) N y eps theta j (Z w))).
  - rewrite E. apply A. intros k Hk. destruct (H k Hk) as [S|L]; [left; now apply agree_iff|now right].
  - apply (mean_monotone _ P); [exact I|apply chosen_weights|]. intros w. unfold alone, chosen.
    destruct (Rlt_dec _ _) as [M|_]; [|destruct (agree _ _ _); lra].
    rewrite (margin_best d N y j _ (best w) M Hj (proj2 C w)). lra.
Qed.

Lemma vertex_chosen q : is_vertex d N y q -> 0 < mean P (chosen q).
Proof.
  intros Hq. destruct (needed_points d N y) as (b & B & Need).
  destruct (vertex_needed d N y b q B Hq) as (k & Hk & Bk & E).
  destruct (needed_alone d N y b k B Need Hk Bk) as (u & Hu).
  rewrite (mean_ext P _ _ (chosen_ext q (y k) E)). exact (chosen_positive k u Hk Hu).
Qed.

Lemma mean_point_interior q : (forall i, (i < d)%nat -> q i = mean_point P y best i) -> in_relative_interior d N y q.
Proof.
  intros Eq. destruct (needed_points d N y) as (b & B & Need).
  destruct (mean_of_choice P N best (fun w => proj1 (proj2 C w)) (proj1 C)) as [Av [Pa Sa]].
  destruct (weights_of_needed d N y b (probability P best) B Need Pa) as (c & Sc & Bc & Ec & Pc).
  apply (positive_weights d N y b c q B).
  - split; [intros j Hj; now apply Pc|]. now rewrite Sc.
  - exact Bc.
  - intros j Hj Bj. destruct (needed_alone d N y b j B Need Hj Bj) as (u & Hu).
    eapply Rlt_le_trans; [exact (chosen_positive j u Hj Hu)|]. rewrite (proj2 (chosen_weights (y j))). now apply Pc.
  - intros i Hi. rewrite (Eq i Hi), (Ec i Hi). apply (Av (fun j => y j i)).
Qed.
End Interior.
