(** What the answer "yes" of the search in PiecewiseSearch.v means: every arrangement of real entries that lies in the
    box pays for its imbalance. *)

From Coq Require Import Reals Lra Lia ZArith List Bool Permutation.
From TightMax Require Import PiecewiseSearch.
Import ListNotations.
Open Scope R_scope.

(** ** Sums of lists *)

Definition total (es : list R) : R := fold_right Rplus 0 es.

(** The sums of all choices of entries. *)
Fixpoint sums (es : list R) : list R :=
  match es with [] => [0] | e :: es => sums es ++ map (Rplus e) (sums es) end.

Lemma total_app es fs : total (es ++ fs) = total es + total fs.
Proof. unfold total. induction es as [|e es IH]; simpl; [ring|]. rewrite IH. ring. Qed.

Lemma total_perm es fs : Permutation es fs -> total es = total fs.
Proof. unfold total. induction 1; simpl; lra. Qed.

Lemma sums_nil es : In 0 (sums es).
Proof. induction es as [|e es IH]; simpl; [now left|]. apply in_or_app. now left. Qed.

Lemma sums_cons e es u : In u (sums (e :: es)) <-> In u (sums es) \/ In (u - e) (sums es).
Proof.
  simpl. rewrite in_app_iff, in_map_iff. split; (intros [H|H]; [now left|right]).
  - destruct H as (v & <- & H). now replace (e + v - e) with v by ring.
  - exists (u - e). split; [ring|exact H].
Qed.

Lemma sums_perm es fs : Permutation es fs -> forall u, In u (sums es) -> In u (sums fs).
Proof.
  induction 1 as [|e es fs _ IH|e f es|es fs gs _ IH1 _ IH2]; intros u H; auto.
  - apply sums_cons in H. apply sums_cons. destruct H; [left|right]; auto.
  - rewrite !sums_cons in *. replace (u - e - f) with (u - f - e) in * by ring. tauto.
Qed.

Lemma sums_app es fs u : In u (sums es) -> In u (sums (es ++ fs)).
Proof.
  revert u. induction es as [|e es IH]; intros u H.
  - destruct H as [<-|[]]. apply sums_nil.
  - change ((e :: es) ++ fs) with (e :: (es ++ fs)). rewrite sums_cons in *. destruct H; [left|right]; auto.
Qed.

Lemma sums_single es e : In e es -> In e (sums es).
Proof.
  induction es as [|f es IH]; [easy|]. intros [->|H]; apply sums_cons; [right|left; auto].
  replace (e - e) with 0 by ring. apply sums_nil.
Qed.

(** ** Arrangements in boxes *)

Section Sound.

Variables unit scale : Z.
Hypothesis unit_positive : (0 < unit)%Z.
Hypothesis scale_positive : (0 < scale)%Z.
(** What an entry gives back for each of its units of length. *)
Variable w : R -> R.

Let u := IZR unit.
Let u0 : 0 < u := IZR_lt _ _ unit_positive.

(** The entries of the larger part, those of the smaller one that are in the box already, the total of its others from
    the imbalance t on, and the dust. *)
Record arranged (t : R) (ps ns : list R) (rest dust : R) : Prop := {
  imbalance_positive : 0 <= t;
  larger_total : 2 * total ps = u + t;
  smaller_total : 2 * (total ns + rest + dust) = u - t;
  rest_nonneg : 0 <= rest;
  dust_nonneg : 0 <= dust;
  exchanges : forall a b, In a (sums ps) -> In b (sums ns) -> a <= b \/ b + t + dust <= a;
  larger_entries : forall e, In e ps -> t + dust <= e /\ 2 * e <= u - t /\ 0 <= w e;
  smaller_entries : forall e, In e ns -> t <= e /\ 0 <= w e
}.

Definition fits (e : R) (c : cell) : Prop :=
  IZR (low c) <= e <= IZR (high c) /\ IZR (constant c) + IZR (slope c) * e <= w e.

Record within (t : R) (ps ns : list R) (most : R) (b : box) : Prop := {
  in_t : IZR (t_low b) <= t <= IZR (t_high b);
  in_larger : Forall2 fits ps (larger b);
  in_smaller : Forall2 fits ns (smaller b);
  in_dust : most <= IZR (dust b)
}.

Definition saved (es : list R) : R := total (map (fun e => e * w e) es).

(** Savings of A in the larger and B in the smaller part pay for the imbalance t. *)
Definition pays (t A B : R) : Prop :=
  IZR scale * (t ^ 2 * ((u - t) * (u + t))) <= u * (A * (u - t) ^ 2 + B * (u + t) ^ 2).

(** ** What a box gives back *)

Lemma div2_le z : 2 * IZR (Z.div2 z) <= IZR z.
Proof. rewrite <- mult_IZR. apply IZR_le. pose proof (Z.div2_odd z). destruct (Z.odd z); simpl in *; lia. Qed.

Lemma div2_ge z : IZR z - 1 <= 2 * IZR (Z.div2 z).
Proof.
  rewrite <- mult_IZR, <- minus_IZR. apply IZR_le. pose proof (Z.div2_odd z). destruct (Z.odd z); simpl in *; lia.
Qed.

Lemma lowest_sound price c e : 0 <= e -> fits e c -> IZR (lowest price c) <= e * w e - IZR price * e.
Proof.
  intros He [[Hl Hh] Hw]. unfold lowest.
  set (a := if (0 <? slope c)%Z then Z.div2 (low c + high c) else low c).
  set (b := if (0 <? slope c)%Z then Z.div2 (low c + high c) else high c).
  replace (if (0 <? slope c)%Z then (Z.div2 (low c + high c), Z.div2 (low c + high c)) else (low c, high c))
    with (a, b) by (unfold a, b; now destruct (0 <? slope c)%Z).
  set (k := (constant c - price + slope c * (a + b))%Z).
  pose proof (Rmult_le_compat_l e _ _ He Hw) as H1.
  assert (0 <= IZR (slope c) * ((e - IZR a) * (e - IZR b))) as H2.
  { unfold a, b. destruct (Z.ltb_spec 0 (slope c)) as [L|L]; apply IZR_le in L || apply IZR_lt in L.
    - apply Rmult_le_pos; [lra|]. apply Rle_0_sqr.
    - pose proof (Rmult_le_pos (- IZR (slope c)) ((e - IZR (low c)) * (IZR (high c) - e)) ltac:(lra)
        ltac:(apply Rmult_le_pos; lra)). lra. }
  assert (IZR (k * (if (0 <=? k)%Z then low c else high c)) <= IZR k * e) as H3.
  { destruct (Z.leb_spec 0 k) as [L|L]; rewrite mult_IZR; apply IZR_le in L || apply IZR_lt in L.
    - apply Rmult_le_compat_l; lra.
    - apply Rmult_le_compat_neg_l; lra. }
  assert (IZR k = IZR (constant c) - IZR price + IZR (slope c) * (IZR a + IZR b)) as E
    by (unfold k; now rewrite plus_IZR, minus_IZR, mult_IZR, plus_IZR).
  rewrite E in H3. rewrite minus_IZR, (mult_IZR (slope c)), (mult_IZR a). lra.
Qed.

Lemma lowest_sums price es cs : Forall2 fits es cs -> (forall e, In e es -> 0 <= e) ->
  IZR (sum_of (lowest price) cs) <= saved es - IZR price * total es.
Proof.
  unfold saved, total, sum_of. induction 1 as [|e c es cs H _ IH]; intros H0; simpl; [lra|].
  rewrite plus_IZR. pose proof (lowest_sound price c e (H0 e (or_introl eq_refl)) H).
  specialize (IH (fun e He => H0 e (or_intror He))). lra.
Qed.

Lemma price_nonneg c : (0 <= price_of c)%Z.
Proof. unfold price_of. lia. Qed.

Lemma given_sound es cs twice : Forall2 fits es cs -> (forall e, In e es -> 0 <= e) -> 0 <= saved es ->
  IZR twice <= 2 * total es -> IZR (given cs twice) <= saved es.
Proof.
  intros H H0 Hs Ht. unfold given.
  assert (forall p, In p (0 :: map price_of cs)%Z -> (0 <= p)%Z) as N.
  { intros p [<-|Hp]; [lia|]. apply in_map_iff in Hp. destruct Hp as (c & <- & _). apply price_nonneg. }
  induction (0 :: map price_of cs)%Z as [|p l IH]; simpl; [exact Hs|].
  specialize (IH (fun p Hp => N p (or_intror Hp))). specialize (N p (or_introl eq_refl)).
  pose proof (lowest_sums p es cs H H0) as L. pose proof (div2_le (p * twice)) as D. rewrite mult_IZR in D.
  apply IZR_le in N. pose proof (Rmult_le_compat_l (IZR p) _ _ N Ht).
  match goal with |- IZR (Z.max ?a ?b) <= _ => destruct (Z.max_spec a b) as [[_ ->]|[_ ->]] end; [|exact IH].
  rewrite plus_IZR. lra.
Qed.

Lemma given_nonneg cs twice : (0 <= given cs twice)%Z.
Proof.
  unfold given. induction (0 :: map price_of cs)%Z as [|p l IH]; simpl; [lia|].
  eapply Z.le_trans; [exact IH|apply Z.le_max_l].
Qed.

(** Savings at least as large and an imbalance no larger. *)
Lemma pays_more t A B l h a c : 0 <= l -> l <= t <= h -> h < u -> 0 <= a <= A -> 0 <= c <= B ->
  IZR scale * (h * h) * ((u + h) * ((u - l) * (u - l))) <=
  (a * ((u - l) * (u - l)) + c * ((u + h) * (u + h))) * (u * (u - h)) -> pays t A B.
Proof.
  intros Hl Ht Hh Ha Hc H. unfold pays.
  assert (0 < IZR scale) as Hs by (apply IZR_lt; exact scale_positive).
  set (P := u + t). set (Q := u - t). assert (0 < P /\ 0 < Q) as [HP HQ] by (unfold P, Q; lra).
  assert (0 < u + h /\ 0 < u - l /\ 0 < u - h) as (H1 & H2 & H3) by lra.
  assert (forall x y s, 0 <= x <= y -> 0 < s -> x * s <= y * s) as M by (intros; apply Rmult_le_compat_r; lra).
  (* both sides over (u + t)^2 (u - t)^2 *)
  assert (IZR scale * (t ^ 2 / (P * Q)) <= u * (A / P ^ 2 + B / Q ^ 2)) as K.
  { apply Rle_trans with (IZR scale * (h * h / ((u + h) * (u - h)))).
    - apply Rmult_le_compat_l; [lra|]. apply Rmult_le_compat.
      + apply pow2_ge_0.
      + left. apply Rinv_0_lt_compat. now apply Rmult_lt_0_compat.
      + replace (h * h) with (h ^ 2) by ring. apply pow_incr. lra.
      + apply Rinv_le_contravar; [apply Rmult_lt_0_compat; lra|]. unfold P, Q.
        pose proof (Rmult_le_pos (h - t) (h + t) ltac:(lra) ltac:(lra)). lra.
    - apply Rle_trans with (u * (a / (u + h) ^ 2 + c / (u - l) ^ 2)).
      + apply Rmult_le_reg_r with ((u + h) ^ 2 * (u - l) ^ 2 * (u - h)).
        { apply Rmult_lt_0_compat; [apply Rmult_lt_0_compat; apply pow_lt; lra|lra]. }
        replace (IZR scale * (h * h / ((u + h) * (u - h))) * ((u + h) ^ 2 * (u - l) ^ 2 * (u - h)))
          with (IZR scale * (h * h) * ((u + h) * ((u - l) * (u - l)))) by (field; lra).
        replace (u * (a / (u + h) ^ 2 + c / (u - l) ^ 2) * ((u + h) ^ 2 * (u - l) ^ 2 * (u - h)))
          with ((a * ((u - l) * (u - l)) + c * ((u + h) * (u + h))) * (u * (u - h))) by (field; lra).
        exact H.
      + apply Rmult_le_compat_l; [lra|].
        apply Rplus_le_compat; (apply Rmult_le_compat;
          [lra|left; apply Rinv_0_lt_compat, pow_lt; lra|lra|apply Rinv_le_contravar;
            [apply pow_lt; lra|apply pow_incr; unfold P, Q; lra]]). }
  apply (Rmult_le_compat_r (P ^ 2 * Q ^ 2)) in K; [|left; apply Rmult_lt_0_compat; now apply pow_lt].
  replace (IZR scale * (t ^ 2 / (P * Q)) * (P ^ 2 * Q ^ 2)) with (IZR scale * (t ^ 2 * (Q * P))) in K
    by (field; lra).
  replace (u * (A / P ^ 2 + B / Q ^ 2) * (P ^ 2 * Q ^ 2)) with (u * (A * Q ^ 2 + B * P ^ 2)) in K by (field; lra).
  exact K.
Qed.

Lemma saved_nonneg es : (forall e, In e es -> 0 <= e /\ 0 <= w e) -> 0 <= saved es.
Proof.
  unfold saved, total. induction es as [|e es IH]; intros H; simpl; [lra|].
  pose proof (H e (or_introl eq_refl)). specialize (IH (fun e He => H e (or_intror He))).
  pose proof (Rmult_le_pos e (w e) ltac:(lra) ltac:(lra)). lra.
Qed.

Lemma enough_sound whole b t ps ns rest most : arranged t ps ns rest most ->
  within t ps ns most b -> (whole = true -> rest = 0) -> enough unit scale whole b = true ->
  pays t (saved ps) (saved ns).
Proof.
  intros [H0 Hp Hn Hr Hd _ Lp Ln] [It Ip In' Id] Hw H. unfold enough in H.
  apply andb_prop in H. destruct H as [H H3]. apply andb_prop in H. destruct H as [H1 H2].
  apply Z.leb_le in H1, H3. apply Z.ltb_lt in H2. apply IZR_le in H1, H3. apply IZR_lt in H2.
  assert (0 <= saved ps) as Sp.
  { apply saved_nonneg. intros e He. pose proof (Lp e He). lra. }
  assert (0 <= saved ns) as Sn.
  { apply saved_nonneg. intros e He. pose proof (Ln e He). lra. }
  set (a := given (larger b) (unit + t_low b)) in *.
  set (c := given (smaller b) (if whole then Z.max 0 (unit - t_high b - 2 * dust b) else 0)) in *.
  assert (IZR a <= saved ps) as La.
  { apply given_sound; auto; [intros e He; pose proof (Lp e He); lra|]. rewrite plus_IZR. fold u. lra. }
  assert (IZR c <= saved ns) as Lc.
  { apply given_sound; auto; [intros e He; pose proof (Ln e He); lra|].
    assert (0 <= total ns) as Tn.
    { clear - Ln H0. unfold total. induction ns as [|e ns IH]; simpl; [lra|].
      pose proof (Ln e (or_introl eq_refl)). specialize (IH (fun e He => Ln e (or_intror He))). lra. }
    destruct whole; [|lra]. specialize (Hw eq_refl).
    destruct (Z.max_spec 0 (unit - t_high b - 2 * dust b)) as [[_ ->]|[_ ->]]; [|lra].
    rewrite !minus_IZR, mult_IZR. fold u. lra. }
  pose proof (given_nonneg (larger b) (unit + t_low b)) as Na. fold a in Na. apply IZR_le in Na.
  pose proof (given_nonneg (smaller b) (if whole then Z.max 0 (unit - t_high b - 2 * dust b) else 0)) as Nc.
  fold c in Nc. apply IZR_le in Nc.
  apply (pays_more t (saved ps) (saved ns) (IZR (t_low b)) (IZR (t_high b)) (IZR a) (IZR c)); try lra.
  - exact H2.
  - rewrite !mult_IZR, !plus_IZR, !mult_IZR, !plus_IZR, !minus_IZR in H3. fold u in H3. exact H3.
Qed.

Lemma saved_total_nonneg t ps ns rest most : arranged t ps ns rest most -> 0 <= total ns.
Proof.
  intros [H0 _ _ _ _ _ _ Ln]. revert Ln. unfold total. induction ns as [|e ns IH]; intros Ln; simpl; [lra|].
  pose proof (Ln e (or_introl eq_refl)). specialize (IH (fun e He => Ln e (or_intror He))). lra.
Qed.

Lemma pays_mono t A B A' B' : pays t A B -> A <= A' -> B <= B' -> pays t A' B'.
Proof.
  unfold pays. intros H HA HB. eapply Rle_trans; [exact H|]. apply Rmult_le_compat_l; [lra|].
  apply Rplus_le_compat; (apply Rmult_le_compat_r; [apply pow2_ge_0|assumption]).
Qed.

(** Not all entries of the smaller part need be in the box yet. *)
Lemma arranged_partial t ps qs ns ms fs most : Permutation ps qs -> Permutation (ns ++ fs) ms ->
  arranged t ps ms 0 most -> arranged t qs ns (total fs) most.
Proof.
  intros Pp Pn [H0 Hp Hn Hr Hd X Lp Ln].
  assert (forall e, In e (ns ++ fs) -> In e ms) as I by (intros e; apply Permutation_in; exact Pn).
  constructor; auto.
  - now rewrite <- (total_perm ps qs Pp).
  - rewrite <- (total_perm _ _ Pn), total_app in Hn. lra.
  - assert (forall e, In e fs -> t <= e) as L by (intros e He; apply Ln, I, in_or_app; now right).
    clear - L H0. unfold total. induction fs as [|e fs IH]; simpl; [lra|].
    pose proof (L e (or_introl eq_refl)). specialize (IH (fun e He => L e (or_intror He))). lra.
  - intros a b Ha Hb. apply X; [apply (sums_perm qs ps); [now apply Permutation_sym|exact Ha]|].
    apply (sums_perm _ _ Pn). now apply sums_app.
  - intros e He. apply Lp. apply (Permutation_in e (Permutation_sym Pp) He).
  - intros e He. apply Ln, I, in_or_app. now left.
Qed.

Lemma saved_perm es fs : Permutation es fs -> saved es = saved fs.
Proof. intros H. apply total_perm. now apply Permutation_map. Qed.

Lemma saved_app es fs : saved (es ++ fs) = saved es + saved fs.
Proof. unfold saved. rewrite map_app. apply total_app. Qed.

End Sound.
