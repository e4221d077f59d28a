(** What smoothing does to a minimum: its value and its place, and that the minimum itself may be at a kink. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors Smoothing LogSumExp.
Open Scope R_scope.

(** b is a point at which f is least. *)
Definition least_at {X : Type} (f : X -> R) (b : X) : Prop := forall x, f b <= f x.

(** The gap of LogSumExp at inverse temperature k, for one entry as well. *)
Lemma lse_between n k z : (1 <= n)%nat -> 0 < k ->
  largest n z <= / k * lse n (scale k z) <= largest n z + / k * ln (INR n).
Proof.
  intros Hn Hk. destruct (lse_smoothing n Hn) as (_ & _ & G). specialize (G (scale k z)).
  rewrite largest_scale in G by lra. assert (I : 0 < / k) by now apply Rinv_0_lt_compat.
  replace (largest n z) with (/ k * (k * largest n z)) by (field; lra). rewrite <- Rmult_plus_distr_l.
  split; apply Rmult_le_compat_l; lra.
Qed.

(** A function with two affine pieces that meet at 2/3. *)
Definition kinked (x : R) : R := Rmax x (1 - x / 2).

(** The piece to the left of the kink. *)
Lemma kinked_left x : x <= 2 / 3 -> kinked x = 2 / 3 + - (1 / 2) * (x - 2 / 3).
Proof. intros H. unfold kinked. rewrite Rmax_right; lra. Qed.

(** The piece to the right of the kink. *)
Lemma kinked_right x : 2 / 3 <= x -> kinked x = 2 / 3 + 1 * (x - 2 / 3).
Proof. intros H. unfold kinked. rewrite Rmax_left; lra. Qed.

(** Its slope is 0 nowhere: to the right of a point from 2/3 on it grows, to the left of any other it falls. *)
Lemma kinked_no_flat_point x : ~ derivable_pt_lim kinked x 0.
Proof.
  intros D. destruct (D (1 / 4) ltac:(lra)) as [delta H]. assert (P : 0 < delta / 2 < delta)
    by (destruct delta as [e He]; simpl; lra). set (h := delta / 2) in *. destruct (Rle_lt_dec (2 / 3) x) as [L|L].
  - specialize (H h ltac:(lra) ltac:(rewrite Rabs_pos_eq; lra)). rewrite 2 kinked_right in H by lra.
    apply Rabs_def2 in H. destruct H as [H _]. revert H. apply Rle_not_lt.
    replace (_ / h - 0) with 1 by (field; lra). lra.
  - specialize (H (- h) ltac:(lra) ltac:(rewrite Rabs_Ropp, Rabs_pos_eq; lra)). rewrite 2 kinked_left in H by lra.
    apply Rabs_def2 in H. destruct H as [_ H]. revert H. apply Rle_not_lt.
    replace (_ / - h - 0) with (- (1 / 2)) by (field; lra). lra.
Qed.

(** Let f <= F <= f + eta on any set and let b, B be minimisers of f and F there. Then 0 <= F(B) - f(b) <= eta and
    0 <= f(B) - f(b) <= eta; with LogSumExp for the maximum of n functions eta = ln n/k. If f >= f(b) + mu |x - b| then
    |B - b| <= eta/mu, whatever distance is meant. The minimum itself may be at a kink: max(x, 1 - x/2) is least at
    x = 2/3, where its slopes are -1/2 and 1, and its derivative is 0 nowhere. *)
Theorem smoothed_minimum :
  (forall (X : Type) (f F : X -> R) eta b B, (forall x, f x <= F x <= f x + eta) -> least_at f b -> least_at F B ->
    0 <= F B - f b <= eta /\ 0 <= f B - f b <= eta /\
    forall (distance : X -> X -> R) mu, 0 < mu -> (forall x, f b + mu * distance x b <= f x) ->
      distance B b <= eta / mu) /\
  (forall (X : Type) n (f : nat -> X -> R) k, (1 <= n)%nat -> 0 < k -> forall x,
    let F x := / k * lse n (scale k (fun i => f i x)) in
    largest n (fun i => f i x) <= F x <= largest n (fun i => f i x) + / k * ln (INR n)) /\
  (forall x, kinked (2 / 3) <= kinked x) /\ (forall x, kinked x = kinked (2 / 3) -> x = 2 / 3) /\
  (forall x, x <= 2 / 3 -> kinked x = kinked (2 / 3) + - (1 / 2) * (x - 2 / 3)) /\
  (forall x, 2 / 3 <= x -> kinked x = kinked (2 / 3) + 1 * (x - 2 / 3)) /\
  ~ exists x, derivable_pt_lim kinked x 0.
Proof.
  assert (K : kinked (2 / 3) = 2 / 3) by (rewrite kinked_left; lra).
  split; [|split; [|split; [|split; [|split; [|split]]]]].
  - intros X f F eta b B H Hb HB. pose proof (H b) as Fb. pose proof (H B) as FB. pose proof (Hb B) as LB.
    pose proof (HB b) as Lb. split; [lra|]. split; [lra|]. intros distance mu Hmu D. specialize (D B).
    apply (Rmult_le_reg_l mu); [exact Hmu|]. replace (mu * (eta / mu)) with eta by (field; lra). lra.
  - intros X n f k Hn Hk x. now apply lse_between.
  - intros x. rewrite K. destruct (Rle_lt_dec x (2 / 3)); [rewrite kinked_left|rewrite kinked_right]; lra.
  - intros x. rewrite K. destruct (Rle_lt_dec x (2 / 3)); [rewrite kinked_left|rewrite kinked_right]; lra.
  - intros x Hx. rewrite K. now apply kinked_left.
  - intros x Hx. rewrite K. now apply kinked_right.
  - intros [x D]. now apply (kinked_no_flat_point x).
Qed.
