(** Walks on a lattice: what the checker of their tables accepts is true. *)

From Coq Require Import Reals Lra Lia Arith ZArith QArith Qreals List Permutation FMapPositive.
From TightMax Require Import Vectors Smoothing Walks WalkChecker.
Import ListNotations.
Open Scope Z_scope.

(** ** Lists *)

Lemma insert_permutation a l : Permutation (a :: l) (insert a l).
Proof.
  induction l as [|b l IH]; cbn [insert]; [reflexivity|]. destruct (b <=? a); [reflexivity|].
  rewrite perm_swap. now constructor.
Qed.

Lemma falling_permutation l : Permutation l (falling l).
Proof.
  induction l as [|a l IH]; [reflexivity|]. cbn [falling fold_right]. rewrite <- insert_permutation. now constructor.
Qed.

Lemma same_eq x : forall y, same x y = true -> x = y.
Proof.
  induction x as [|a x IH]; intros [|b y] H; try discriminate; [reflexivity|]. cbn [same] in H.
  destruct (Z.eqb_spec a b) as [->|]; [|discriminate]. f_equal. now apply IH.
Qed.

Lemma by_place_in l k s : PositiveMap.find k (by_place l) = Some s -> In s l.
Proof.
  unfold by_place. assert (G : forall l m, PositiveMap.find k (fold_left
    (fun m s => PositiveMap.add (key (place s)) s m) l m) = Some s -> In s l \/ PositiveMap.find k m = Some s).
  { clear l. induction l as [|t l IH]; intros m H; cbn [fold_left] in H; [now right|].
    destruct (IH _ H) as [I|F]; [left; now right|]. destruct (Pos.eq_dec k (key (place t))) as [->|N].
    - rewrite PositiveMap.gss in F. injection F as ->. left. now left.
    - rewrite PositiveMap.gso in F by exact N. now right. }
  intros H. destruct (G _ _ H) as [I|F]; [exact I|]. rewrite PositiveMap.gempty in F. discriminate.
Qed.

Lemma state_at_in l x s : state_at (by_place l) x = Some s -> In s l /\ place s = x.
Proof.
  unfold state_at. destruct (PositiveMap.find (key x) (by_place l)) as [t|] eqn:F; [|discriminate].
  destruct (same (place t) x) eqn:E; [|discriminate]. intros [= <-].
  split; [exact (by_place_in _ _ _ F)|now apply same_eq].
Qed.

(** Either no state was found, or one that has the first n entries, less the last of them. *)
Lemma worth_at_cases l x n : (n <= length x)%nat -> worth_at (by_place l) x n = 0 \/
  exists s k, (1 <= k <= n)%nat /\ In s l /\ place s = cut k x /\ worth_at (by_place l) x n = worth s.
Proof.
  induction n as [|n IH]; intros H; cbn [worth_at]; [now left|].
  destruct (state_at (by_place l) (cut (S n) x)) as [s|] eqn:E.
  - right. destruct (state_at_in _ _ _ E) as [I P]. exists s, (S n). repeat split; auto; lia.
  - destruct (IH ltac:(lia)) as [Q|(s & k & Hk & R)]; [now left|]. right. exists s, k. split; [lia|exact R].
Qed.

Lemma cut_length n x : (n <= length x)%nat -> length (cut n x) = n.
Proof. intros H. unfold cut. rewrite map_length, firstn_length. lia. Qed.

Lemma cut_entry n x j : (j < n <= length x)%nat -> nth j (cut n x) 0 = nth j x 0 - nth (n - 1) x 0.
Proof.
  intros H. unfold cut. rewrite (nth_indep _ 0 (0 - nth (n - 1) x 0)) by (rewrite map_length, firstn_length; lia).
  rewrite (map_nth (fun k => k - nth (n - 1) x 0)). f_equal. rewrite <- (firstn_skipn n x) at 2.
  rewrite app_nth1; [reflexivity|]. rewrite firstn_length. lia.
Qed.

Lemma moved_length t a s : length (moved t a s) = length (place s).
Proof. unfold moved, place. now rewrite !map_length. Qed.

Lemma moved_entry t a s j : (j < length (place s))%nat ->
  nth j (moved t a s) 0 = nth j (place s) 0 + (if Bool.eqb (snd (nth j (entries s) (0, true))) t then a else 0).
Proof.
  intros Hj. unfold place in *. rewrite map_length in Hj. unfold moved.
  set (f := fun e : Z * bool => if Bool.eqb (snd e) t then fst e + a else fst e).
  rewrite (nth_indep _ 0 (f (0, true))) by (now rewrite map_length).
  rewrite (nth_indep (map fst _) 0 (fst (0, true))) by (now rewrite map_length).
  rewrite !map_nth. unfold f. destruct (Bool.eqb _ t); lia.
Qed.

(** ** The inequality *)

(** 2 h k_1 + worth/unit, times steps unit. *)
Definition value_of (c : certificate) (k v : Z) : Z := 2 * unit c * k + steps c * v.

Definition value_moved (c : certificate) (m : table) (t : bool) (a : Z) (s : state) : Z :=
  let l := falling (moved t a s) in value_of c (hd 0 l) (worth_at m l (length l)) - unit c * a.

Lemma good_state_true d c m s : good_state d c m s = true ->
  (2 <= length (place s) <= d)%nat /\ 0 < up s /\ 0 < down s /\
  2 * (up s + down s) * steps c * value_of c (hd 0 (place s)) (worth s) <
    2 * steps c * (down s * value_moved c m true (up s) s + up s * value_moved c m false (down s) s) -
    up s * down s * (up s + down s) * unit c.
Proof.
  unfold good_state. rewrite !Bool.andb_true_iff, !Nat.leb_le, !Z.ltb_lt. intros [[[[L2 Ld] A] B] G].
  repeat split; try assumption. apply Z.lt_0_sub. eapply Z.lt_le_trans; [exact G|]. apply Z.eq_le_incl.
  unfold value_moved, value_of. ring.
Qed.

(** ** From integers to reals *)

Open Scope R_scope.

Definition no_state : state := State [] 0 0 0.
Definition size_of (l : list state) (i : nat) : nat := length (place (nth i l no_state)).

Section Sound.
Variables (d : nat) (c : certificate).
Hypothesis Steps : (0 < steps c)%Z.
Hypothesis Unit : (0 < unit c)%Z.

Let h : R := / IZR (steps c).
Let n : nat := length (states c).
Let st (i : nat) : state := nth i (states c) no_state.
Let size (i : nat) : nat := length (place (st i)).

Definition point_of (l : list Z) (j : nat) : R := 2 * h * IZR (nth j l 0%Z).
Definition value (k v : Z) : R := IZR (value_of c k v) / (IZR (steps c) * IZR (unit c)).

Let point (i : nat) : vec := point_of (place (st i)).
Let w (i : nat) : R := value (hd 0%Z (place (st i))) (worth (st i)).

Lemma positive : 0 < IZR (steps c) /\ 0 < IZR (unit c).
Proof. split; now apply IZR_lt. Qed.

Lemma value_split k v : value k v = 2 * h * IZR k + IZR v / IZR (unit c).
Proof.
  destruct positive as [P Q]. unfold value, value_of, h. rewrite plus_IZR, !mult_IZR. field. lra.
Qed.

(** A table value at the end of a move, or the largest entry there. *)
Lemma end_of_move m x (e : R) (y : vec) : (forall j, (j < m)%nat -> y j = point_of x j - e) ->
  length x = m -> (1 <= m)%nat ->
  exists r, value_elsewhere n size point w m y r /\
    value (hd 0%Z (falling x)) (worth_at (by_place (states c)) (falling x) (length (falling x))) - e <= r.
Proof.
  intros Hy Hx Hm. pose proof (falling_permutation x) as Perm. pose proof Perm as Pn.
  apply (Permutation_nth x (falling x) 0%Z) in Pn. destruct Pn as (L & f & Bf & If & Ef).
  assert (Hh : 0 <= 2 * h) by (destruct positive as [P _]; apply Rinv_0_lt_compat in P; fold h in P; lra).
  destruct (worth_at_cases (states c) (falling x) (length (falling x)) (Nat.le_refl _))
    as [->|(s & k & Hk & I & P & ->)].
  - exists (largest m y). split; [now left|]. rewrite value_split. unfold Rdiv. rewrite Rmult_0_l, Rplus_0_r.
    eapply Rle_trans; [|apply (largest_entry m y (f 0%nat)); rewrite <- Hx; apply Bf; lia].
    rewrite Hy by (rewrite <- Hx; apply Bf; lia). unfold point_of. rewrite <- Ef by lia.
    right. do 3 f_equal. now destruct (falling x).
  - destruct (In_nth _ _ no_state I) as (i & Hi & Ei). set (t := nth (k - 1) (falling x) 0%Z).
    exists (w i + (2 * h * IZR t - e)). split.
    + right. exists i, (2 * h * IZR t - e). split; [exact Hi|]. split; [|reflexivity].
      assert (Si : size i = k) by (unfold size, st; rewrite Ei, P; apply cut_length; lia).
      rewrite Si. exists f. split.
      * intros j Hj. assert (Hj' : (j < length x)%nat) by lia. split; [rewrite <- Hx; now apply Bf|].
        rewrite Hy by (rewrite <- Hx; now apply Bf). unfold point, st, point_of.
        rewrite Ei, P, cut_entry, Ef by lia. fold t. rewrite minus_IZR. ring.
      * intros a b Ha Hb. apply If; lia.
    + unfold w, st. rewrite Ei, !value_split. right.
      replace (hd 0%Z (falling x)) with (hd 0%Z (place s) + t)%Z; [rewrite plus_IZR; ring|].
      assert (N : forall l : list Z, hd 0%Z l = nth 0 l 0%Z) by (now intros [|]).
      rewrite !N, P, cut_entry by lia. fold t. lia.
Qed.

Lemma state_sound s : In s (states c) -> good_state d c (by_place (states c)) s = true -> forall i, st i = s ->
  (2 <= size i <= d)%nat /\ step_below n size point w i.
Proof.
  intros Hs G i E. apply good_state_true in G. destruct G as ([L2 Ld] & Pa & Pb & G). assert (Si : size i = length (place s)) by (unfold size; now rewrite E).
  split; [rewrite Si; lia|]. destruct positive as [P Q].
  set (a := up s) in *. set (b := down s) in *. apply IZR_lt in Pa, Pb.
  assert (Ph : 0 < h) by now apply Rinv_0_lt_compat.
  set (sg := fun j => if snd (nth j (entries s) (0%Z, true)) then 1 else -1).
  destruct (end_of_move (size i) (moved true a s) (h * IZR a) (add (point i) (scale (h * IZR a) sg))) as (u & U & Lu).
  { intros j Hj. unfold add, scale, point, point_of, sg. rewrite E, moved_entry by lia. rewrite plus_IZR.
    destruct (snd (nth j (entries s) _)); cbn [Bool.eqb]; ring. }
  { rewrite moved_length; lia. } { lia. }
  destruct (end_of_move (size i) (moved false b s) (h * IZR b) (sub (point i) (scale (h * IZR b) sg))) as (v & V & Lv).
  { intros j Hj. unfold sub, scale, point, point_of, sg. rewrite E, moved_entry by lia. rewrite plus_IZR.
    destruct (snd (nth j (entries s) _)); cbn [Bool.eqb]; ring. }
  { rewrite moved_length; lia. } { lia. }
  exists (h * IZR a), (h * IZR b), sg, u, v. split; [now apply Rmult_lt_0_compat|].
  split; [now apply Rmult_lt_0_compat|].
  split; [intros j _; unfold sg; destruct (snd (nth j (entries s) _)); auto|]. split; [exact U|]. split; [exact V|].
  unfold value_moved in G. cbv zeta in G. apply IZR_lt in G.
  repeat rewrite ?minus_IZR, ?plus_IZR, ?mult_IZR in G. unfold value in Lu, Lv.
  unfold w. rewrite E. unfold value.
  set (X := IZR (value_of c (hd 0%Z (falling (moved true a s))) _)) in *.
  set (Y := IZR (value_of c (hd 0%Z (falling (moved false b s))) _)) in *.
  set (T := IZR (value_of c (hd 0%Z (place s)) (worth s))) in *.
  set (S := IZR (steps c)) in *. set (N := IZR (unit c)) in *. set (A := IZR a) in *. set (B := IZR b) in *.
  assert (Up : (h * B * (X / (S * N) - h * A) + h * A * (Y / (S * N) - h * B)) / (h * A + h * B) -
    h * A * (h * B) / 2 <=
    (h * B * u + h * A * v) / (h * A + h * B) - h * A * (h * B) / 2).
  { apply Rplus_le_compat_r. assert (PA : 0 < h * A) by now apply Rmult_lt_0_compat.
    assert (PB : 0 < h * B) by now apply Rmult_lt_0_compat.
    apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; lra|].
    apply Rplus_le_compat; apply Rmult_le_compat_l; lra. }
  eapply Rlt_le_trans; [|exact Up]. clear Up Lu Lv U V.
  replace (T / (S * N)) with (2 * (A + B) * S * T / (2 * (A + B) * S * S * N)) by (field; lra).
  replace ((h * B * (X / (S * N) - h * A) + h * A * (Y / (S * N) - h * B)) / (h * A + h * B) - h * A * (h * B) / 2)
    with ((2 * S * (B * (X - N * A) + A * (Y - N * B)) - A * B * (A + B) * N) / (2 * (A + B) * S * S * N))
    by (unfold h; fold S; field; lra).
  apply Rmult_lt_compat_r; [|exact G]. apply Rinv_0_lt_compat. repeat apply Rmult_lt_0_compat; lra.
Qed.
End Sound.

(** What the checker accepts is true: no smoothing of the maximum of d numbers has a smaller gap than the bound. *)
Theorem check_sound d c bound : check d c bound = true -> forall eps f, smoothing d eps f -> Q2R bound <= eps.
Proof.
  unfold check. rewrite !Bool.andb_true_iff, !Z.ltb_lt, forallb_forall. intros [[[Hs Hu] G] O] eps f Hf.
  destruct (state_at (by_place (states c)) (repeat 0%Z d)) as [s|] eqn:E; [|discriminate]. apply Z.eqb_eq in O.
  destruct (state_at_in _ _ _ E) as [I P]. destruct (In_nth _ _ no_state I) as (i & Hi & Ei).
  assert (Each : forall i, (i < length (states c))%nat -> In (nth i (states c) no_state) (states c))
    by (intros; now apply nth_In).
  pose proof (fun i (Hi : (i < length (states c))%nat) =>
    state_sound d c Hs Hu _ (Each i Hi) (G _ (Each i Hi)) i eq_refl) as A.
  destruct (walks d _ _ _ _ (fun i Hi => proj1 (A i Hi)) (fun i Hi => proj2 (A i Hi))) as [_ W].
  specialize (W i Hi). rewrite Ei, P, repeat_length in W. specialize (W eq_refl).
  apply Rle_trans with (value c (hd 0%Z (repeat 0%Z d)) (worth s)).
  - rewrite value_split by assumption. replace (hd 0%Z (repeat 0%Z d)) with 0%Z by (now destruct d).
    apply IZR_lt in Hu. apply (f_equal IZR) in O. rewrite !mult_IZR in O. unfold Q2R.
    assert (Pq : 0 < IZR (QDen bound)) by (apply IZR_lt; lia). right. rewrite Rmult_0_r, Rplus_0_l.
    apply (Rmult_eq_reg_l (IZR (unit c) * IZR (QDen bound))); [|apply Rmult_integral_contrapositive; lra].
    replace (IZR (unit c) * IZR (QDen bound) * (IZR (Qnum bound) * / IZR (QDen bound)))
      with (IZR (unit c) * IZR (Qnum bound)) by (field; lra). rewrite O. field. lra.
  - apply (W (fun j Hj => ltac:(unfold point_of; rewrite nth_repeat; ring)) eps f Hf).
Qed.
