(** The theorems of the project as they are published, each with its whole conclusion: the chain bound, the
    two-level bound and the bounds by certificates. *)

From Coq Require Import Reals Lra Lia Arith ZArith QArith Qreals.
From TightMax Require Import Vectors Smoothing Conjugate Chain Predecessors TwoLevel Constants.
From TightMax Require ChainBelowKappa.
From TightMax.Generated Require best_d5 best_d6 best_d7 best_d8 best_d9 best_d10.
Open Scope R_scope.

(** "eps*_d >= B" is said of the gaps of all smoothings. *)

(** h(u_k) - h(u_n) >= 2(1 - k/n)^2 for 1 <= k < n <= d. Hence eps*_d >= L_d, where L_1 = 0 and L_n is the
    maximum over k < n of L_k + 2(1 - k/n)^2: L_2, ..., L_10 are 1/2, 8/9, 9/8, 32/25, 25/18, 680/441,
    481/288, 16/9, 841/450. Every optimal k is at most n/2, and grows with n. *)
Theorem chain :
  let gain n k := 2 * (1 - INR k / INR n) ^ 2 in
  let L := Chain.chain in
  let optimal n k := (1 <= k < n)%nat /\ L n = L k + gain n k in
  (forall d h k n, symmetric d h -> strongly_convex d h -> (1 <= k < n)%nat -> (n <= d)%nat ->
    gain n k <= h (uniform k) - h (uniform n)) /\
  (forall d, (2 <= d)%nat -> forall eps f, smoothing d eps f -> L d <= eps) /\
  (L 1%nat = 0 /\ forall n, (2 <= n)%nat ->
    (forall k, (1 <= k < n)%nat -> L k + gain n k <= L n) /\ exists k, optimal n k) /\
  (L 2%nat = 1 / 2 /\ L 3%nat = 8 / 9 /\ L 4%nat = 9 / 8 /\ L 5%nat = 32 / 25 /\ L 6%nat = 25 / 18 /\
   L 7%nat = 680 / 441 /\ L 8%nat = 481 / 288 /\ L 9%nat = 16 / 9 /\ L 10%nat = 841 / 450) /\
  (forall n k, (2 <= n)%nat -> optimal n k -> (2 * k <= n)%nat) /\
  (forall n k n' k', (2 <= n)%nat -> (n < n')%nat -> optimal n k -> optimal n' k' -> (k <= k')%nat).
Proof.
  destruct chain_recursion as [L1 [Lge Lat]].
  split; [|split; [|split; [split; [exact L1|]|split; [exact chain_values|split]]]].
  - intros d h k n Hs Hc Hk Hn. apply (chain_step d); lia || assumption.
  - intros d Hd eps f. apply chain_smoothing. lia.
  - intros n Hn. split; [intros k; apply Lge|now apply Lat].
  - exact optimal_at_most_half.
  - exact optimal_grows.
Qed.

(** eps*_n >= 2(1 - k/n)^2 + 2(k - 1)/(k + 1) for 1 <= k <= n - 1. At k = 2 this is 7/6, 104/75, 14/9,
    248/147, 43/24 for n = 4, ..., 8, the best k there. *)
Theorem two_level :
  let B n k := 2 * (1 - INR k / INR n) ^ 2 + 2 * ((INR k - 1) / (INR k + 1)) in
  (forall n k, (1 <= k <= n - 1)%nat -> forall eps f, smoothing n eps f -> B n k <= eps) /\
  (B 4%nat 2%nat = 7 / 6 /\ B 5%nat 2%nat = 104 / 75 /\ B 6%nat 2%nat = 14 / 9 /\
   B 7%nat 2%nat = 248 / 147 /\ B 8%nat 2%nat = 43 / 24) /\
  (forall n k, (4 <= n <= 8)%nat -> (1 <= k <= n - 1)%nat -> k <> 2%nat -> B n k < B n 2%nat).
Proof.
  intros B. assert (E : forall n k, B n k = two_level_bound (INR n) (INR k))
    by (intros; unfold B, two_level_bound, Rdiv; ring).
  split; [|split].
  - intros n k Hk eps f Hf. rewrite E. apply (two_level_smoothing n k eps f); lia || assumption.
  - unfold B. simpl. repeat split; field.
  - intros n k Hn Hk N. rewrite 2 E. apply two_level_best; lia.
Qed.

(** eps*_4 >= 7/6 > 9/8 = L_4: in dimension four no smoothing meets the chain bound. *)
Theorem d4_chain_not_attained :
  (forall eps f, smoothing 4 eps f -> 7 / 6 <= eps) /\ 9 / 8 < 7 / 6 /\ Chain.chain 4 = 9 / 8 /\
  forall f, ~ smoothing 4 (Chain.chain 4) f.
Proof.
  destruct TwoLevel.d4_chain_not_attained as (E & _ & H). split; [exact H|split; [lra|split; [exact E|]]].
  intros f Hf. specialize (H _ f Hf). lra.
Qed.

(** A bound for symmetric strongly convex functions, rounded down, holds for the gap of every smoothing. *)
Lemma rounded_down d q B : (1 <= d)%nat ->
  (forall h, symmetric d h -> strongly_convex d h -> Q2R q <= h (vertex 0) - h (centre d)) -> B <= Q2R q ->
  forall eps f, smoothing d eps f -> B <= eps.
Proof. intros Hd H Hq eps f Hf. eapply Rle_trans; [exact Hq|]. now apply (gap_at_least d _ Hd H eps f). Qed.

(** eps*_5 >= 1.402880, eps*_6 >= 1.582049, eps*_7 >= 1.729270, eps*_8 >= 1.850601, eps*_9 >= 1.967848,
    eps*_10 >= 2.062748. *)
Theorem lower_certificates eps f :
  (smoothing 5 eps f -> 1.402880 <= eps) /\ (smoothing 6 eps f -> 1.582049 <= eps) /\
  (smoothing 7 eps f -> 1.729270 <= eps) /\ (smoothing 8 eps f -> 1.850601 <= eps) /\
  (smoothing 9 eps f -> 1.967848 <= eps) /\ (smoothing 10 eps f -> 2.062748 <= eps).
Proof.
  split; [|split; [|split; [|split; [|split]]]]; revert eps f; (eapply rounded_down; [lia| |]);
    [exact best_d5.bound|unfold Q2R; cbn; lra|exact best_d6.bound|unfold Q2R; cbn; lra
    |exact best_d7.bound|unfold Q2R; cbn; lra|exact best_d8.bound|unfold Q2R; cbn; lra
    |exact best_d9.bound|unfold Q2R; cbn; lra|exact best_d10.bound|unfold Q2R; cbn; lra].
Qed.

(** The numbers 1, 4, 14, ..., and what the jumps down from each of them gain together. *)
Definition number (j : nat) : nat := Z.to_nat (ChainBelowKappa.number j).

Fixpoint gained (j : nat) : R :=
  match j with O => 0 | S i => gained i + 2 * (1 - INR (number i) / INR (number j)) ^ 2 end.

Lemma INR_number j : (j <= 116)%nat -> INR (number j) = IZR (ChainBelowKappa.number j).
Proof.
  intros Hj. unfold number. rewrite INR_IZR_INZ, Z2Nat.id; [reflexivity|]. destruct j as [|j]; [easy|].
  destruct (ChainBelowKappa.step_is_good j ltac:(lia)) as (H1 & H2 & _). lia.
Qed.

Lemma gained_same j : (j <= 116)%nat -> gained j = ChainBelowKappa.gained j.
Proof.
  induction j as [|j IH]; intros Hj; [reflexivity|]. cbn [gained ChainBelowKappa.gained].
  rewrite IH, 2 INR_number by lia. reflexivity.
Qed.

(** For every d >= 2: kappa ln d - 0.7124 < L_d < kappa ln d. In particular L_d / ln d tends to kappa. The
    chain 1, 4, 14, 49, 172, 604, ..., each the integer nearest to m times the last, proves the printed
    bound 0.8145 ln d at its 117th number, d = 2.2359... * 10^63, and at none of the 115 numbers from 4 up
    to it: the sum G_j of what its jumps gain down from the number a_j (j = 0, 1, ...), a lower bound of
    eps* in that dimension, is less than 0.8145 ln a_j for j = 1, ..., 115, and more for j = 116. *)
Theorem chain_below_kappa :
  (forall d, (2 <= d)%nat -> kappa * ln (INR d) - 0.7124 < Chain.chain d < kappa * ln (INR d)) /\
  Un_cv (fun d => Chain.chain d / ln (INR d)) kappa /\
  exists (a : nat -> nat) (G : nat -> R),
    (a 0%nat = 1 /\ a 1%nat = 4 /\ a 2%nat = 14 /\ a 3%nat = 49 /\ a 4%nat = 172 /\ a 5%nat = 604)%nat /\
    (forall j, (j < 116)%nat -> Rabs (m * INR (a j) - INR (a (S j))) < 1 / 2) /\
    (G 0%nat = 0 /\ forall j, G (S j) = G j + 2 * (1 - INR (a j) / INR (a (S j))) ^ 2) /\
    (forall j eps f, (j <= 116)%nat -> smoothing (a j) eps f -> G j <= eps) /\
    (0.8145 * ln (INR (a 116%nat)) < G 116%nat /\ 2.2359 * 10 ^ 63 < INR (a 116%nat) < 2.2360 * 10 ^ 63) /\
    forall j, (1 <= j <= 115)%nat -> G j < 0.8145 * ln (INR (a j)).
Proof.
  split; [|split; [exact ChainBelowKappa.chain_ratio_limit|]].
  { intros d Hd.
    split; [apply ChainBelowKappa.chain_above; lia|now apply ChainBelowKappa.chain_below_kappa]. }
  exists number, gained. pose proof ChainBelowKappa.printed_constant_reached as (Before & At & D).
  split; [|split; [|split; [|split; [|split]]]].
  - do 5 (split; [vm_compute; reflexivity|]). vm_compute. reflexivity.
  - intros j Hj. rewrite 2 INR_number by lia. pose proof (ChainBelowKappa.number_nearest j Hj). lra.
  - now split.
  - intros j eps f Hj Hf. rewrite gained_same by exact Hj.
    apply Rle_trans with (Chain.chain (number j)); [now apply ChainBelowKappa.gained_le_chain|].
    apply (chain_smoothing _ eps f); [|exact Hf]. apply INR_le. rewrite INR_number by exact Hj.
    destruct j as [|j]; [simpl; lra|].
    destruct (ChainBelowKappa.step_is_good j ltac:(lia)) as (H1 & H2 & _). apply (IZR_le 1). lia.
  - rewrite gained_same, INR_number by lia. split; [exact At|]. lra.
  - intros j Hj. rewrite gained_same, INR_number by lia. now apply Before.
Qed.
