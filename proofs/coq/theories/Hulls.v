(** The convex hull of finitely many points: a point outside is separated from it, the vertices, and which points are in
    the relative interior. *)

From Coq Require Import Reals Lra Lia Arith Classical FunctionalExtensionality.
From TightMax Require Import Vectors Conjugate Euclid EuclidDuality SemicontinuousMaximum PerturbedMaximum.
Open Scope R_scope.

(** The affine hull, the relative interior and the interior. *)
Definition in_affine_hull (d N : nat) (y : nat -> vec) (p : vec) : Prop :=
  exists a, sum N a = 1 /\ forall i, (i < d)%nat -> p i = average N a y i.
Definition in_relative_interior (d N : nat) (y : nat -> vec) (p : vec) : Prop :=
  in_hull d N y p /\
  exists r, 0 < r /\ forall q, in_affine_hull d N y q -> norm2 d (sub q p) < r -> in_hull d N y q.
Definition has_interior (d N : nat) (y : nat -> vec) : Prop :=
  exists p r, 0 < r /\ forall q, norm2 d (sub q p) < r -> in_hull d N y q.

(** An extreme point: no proper average of two points of the hull, unless both are this point. *)
Definition is_vertex (d N : nat) (y : nat -> vec) (p : vec) : Prop :=
  in_hull d N y p /\ forall a b s, in_hull d N y a -> in_hull d N y b -> 0 < s < 1 ->
    (forall i, (i < d)%nat -> p i = mix s a b i) -> forall i, (i < d)%nat -> p i = a i.

(** ** Averages *)

Lemma average_plus N a b y i : average N (fun k => a k + b k) y i = average N a y i + average N b y i.
Proof. unfold average. rewrite <- sum_plus. apply sum_ext. intros; ring. Qed.

Lemma average_scale N c a y i : average N (fun k => c * a k) y i = c * average N a y i.
Proof. unfold average. rewrite <- sum_scale. apply sum_ext. intros; ring. Qed.

Lemma average_vertex N k y i : (k < N)%nat -> average N (vertex k) y i = y k i.
Proof. intros H. exact (sum_vertex N k (fun k => y k i) H). Qed.

Lemma sum_of_vertex N k : (k < N)%nat -> sum N (vertex k) = 1.
Proof. intros H. rewrite <- (sum_vertex N k (fun _ => 1) H). apply sum_ext. intros; ring. Qed.

(** An entry of a sum of the points with the weights a, paired with u. *)
Lemma dot_of_average d N a y q u : (forall i, (i < d)%nat -> q i = average N a y i) ->
  dot d q u = sum N (fun k => a k * dot d (y k) u).
Proof.
  intros E. rewrite (dot_ext d q (average N a y) u u E) by reflexivity. apply dot_average.
Qed.

(** ** Separation *)

Lemma square_le_zero d x : dot d x x <= 0 -> forall i, (i < d)%nat -> x i = 0.
Proof.
  intros H i Hi. pose proof (sum_term_le d (fun i => x i * x i) i (fun i _ => Rle_0_sqr (x i)) Hi) as T.
  cbv beta in T. fold (dot d x x) in T. nra.
Qed.

(** A point outside is farther in some direction than every point of the hull. *)
Lemma separation d N y q : (1 <= N)%nat -> ~ in_hull d N y q ->
  exists u, forall k, (k < N)%nat -> dot d (y k) u < dot d q u.
Proof.
  intros HN Out. set (rest := fun a => sub q (average N a y)). set (g := fun a => - dot d (rest a) (rest a)).
  destruct (maximum_attained N g HN) as (z & Sz & Mz).
  { intros a Sa eta Heta. set (B := sum d (fun i => sum N (fun k => Rabs (y k i)))).
    assert (PB : 0 <= B) by (apply sum_nonneg; intros; apply sum_nonneg; intros; apply Rabs_pos).
    set (n := norm1 d (rest a)). assert (Pn : 0 <= n) by apply norm1_nonneg.
    assert (PK : 0 < 2 * n * B + 1) by nra. exists (eta / (2 * n * B + 1)).
    split; [now apply Rdiv_lt_0_compat|]. intros b _ Near. set (r := eta / (2 * n * B + 1)) in *.
    assert (Pr : 0 < r) by now apply Rdiv_lt_0_compat. set (e := sub (rest b) (rest a)).
    assert (Ee : norm_inf d e <= r * B).
    { apply norm_inf_le; [nra|]. intros i Hi.
      replace (e i) with (sum N (fun k => (a k - b k) * y k i)).
      - eapply Rle_trans; [apply sum_abs|]. apply Rle_trans with (r * sum N (fun k => Rabs (y k i))).
        + rewrite <- sum_scale. apply sum_le. intros k Hk. rewrite Rabs_mult, Rabs_minus_sym.
          apply Rmult_le_compat_r; [apply Rabs_pos|now apply Near].
        + apply Rmult_le_compat_l; [lra|]. apply (sum_term_le d (fun i => sum N (fun k => Rabs (y k i)))); [|exact Hi].
          intros; apply sum_nonneg; intros; apply Rabs_pos.
      - unfold e, rest, sub, average. rewrite (sum_ext N _ (fun k => a k * y k i - b k * y k i)) by (intros; ring).
        rewrite sum_minus. ring. }
    assert (E : dot d (rest b) (rest b) = dot d (rest a) (rest a) + 2 * dot d (rest a) e + dot d e e).
    { unfold dot. rewrite <- sum_scale, <- !sum_plus. apply sum_ext. intros i _. unfold e, sub. ring. }
    pose proof (dot_self_nonneg d e) as Pe. pose proof (dot_le d (rest a) (scale (-1) e)) as D.
    rewrite dot_scale_r in D. fold n in D.
    replace (norm_inf d (scale (-1) e)) with (norm_inf d e) in D
      by (unfold scale; rewrite norm_inf_scale, Rabs_left by lra; ring).
    assert (L : n * norm_inf d e <= n * (r * B)) by now apply Rmult_le_compat_l.
    assert (T : r * (2 * n * B + 1) = eta) by (unfold r; field; lra). unfold g. lra. }
  set (u := rest z). exists u. intros k Hk. set (w := sub (y k) (average N z y)).
  assert (Pu : 0 < dot d u u).
  { apply Rnot_le_lt. intros Z. apply Out. exists z. split; [exact Sz|]. intros i Hi.
    pose proof (square_le_zero d u Z i Hi) as U. unfold u, rest, sub in U. lra. }
  enough (S : dot d w u <= 0).
  { assert (Q : dot d (y k) u = dot d w u + dot d (average N z y) u).
    { unfold dot. rewrite <- sum_plus. apply sum_ext. intros i _. unfold w, sub. ring. }
    assert (Q' : dot d q u = dot d u u + dot d (average N z y) u).
    { unfold dot. rewrite <- sum_plus. apply sum_ext. intros i _. unfold u, rest, sub. ring. }
    lra. }
  apply Rnot_lt_le. intros Pw. set (c := dot d w u) in *. set (n := dot d w w).
  assert (Pn : 0 <= n) by apply dot_self_nonneg. set (s := c / (c + n)).
  assert (Hs : 0 < s <= 1).
  { split; [apply Rdiv_lt_0_compat; lra|]. unfold s. apply Rmult_le_reg_r with (c + n); [lra|].
    unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. }
  specialize (Mz (mix s z (vertex k)) (simplex_mix N s z (vertex k) Sz (simplex_vertex N k Hk) ltac:(lra))).
  assert (E : dot d (rest (mix s z (vertex k))) (rest (mix s z (vertex k))) = dot d u u - 2 * s * c + s ^ 2 * n).
  { unfold c, n, dot. rewrite <- !sum_scale, <- sum_minus, <- sum_plus. apply sum_ext. intros i Hi.
    replace (rest (mix s z (vertex k)) i) with (u i - s * w i); [ring|].
    unfold rest, sub. replace (average N (mix s z (vertex k)) y i)
      with ((1 - s) * average N z y i + s * average N (vertex k) y i)
      by (rewrite <- !average_scale, <- average_plus; reflexivity).
    rewrite average_vertex by exact Hk. unfold u, w, rest, sub. ring. }
  unfold g in Mz. rewrite E in Mz. fold u in Mz.
  assert (T : s * (c + n) = c) by (unfold s; field; lra). assert (s * c > 0) by nra.
  assert (s ^ 2 * n <= s * c) by (replace (s ^ 2 * n) with (s * (s * n)) by ring; apply Rmult_le_compat_l; nra). lra.
Qed.

(** ** Which points are needed *)

(** Averages of the points that b names. *)
Definition in_part (d N : nat) (y : nat -> vec) (b : nat -> bool) (p : vec) : Prop :=
  exists a, simplex N a /\ (forall k, (k < N)%nat -> b k = false -> a k = 0) /\
    forall i, (i < d)%nat -> p i = average N a y i.

Definition without (b : nat -> bool) (j k : nat) : bool := if Nat.eqb k j then false else b k.

Fixpoint count (N : nat) (b : nat -> bool) : nat :=
  match N with
  | O => 0%nat
  | S n => (count n b + if b n then 1 else 0)%nat
  end.

Lemma count_without N b j : (j < N)%nat -> b j = true -> (count N (without b j) < count N b)%nat.
Proof.
  intros Hj Bj. assert (Le : forall n, (count n (without b j) <= count n b)%nat).
  { induction n as [|n IH]; cbn; [lia|]. unfold without at 2. destruct (Nat.eqb n j), (b n); lia. }
  induction N as [|N IH]; [lia|]. cbn. destruct (Nat.eq_dec j N) as [->|Ne].
  - unfold without at 2. rewrite Nat.eqb_refl, Bj. specialize (Le N). lia.
  - specialize (IH ltac:(lia)). unfold without at 2. destruct (Nat.eqb_spec N j); [lia|]. destruct (b N); lia.
Qed.

(** A point that is an average of other needed ones is not needed. *)
Lemma not_needed d N y b j p : (j < N)%nat -> in_part d N y b p -> in_part d N y (without b j) (y j) ->
  in_part d N y (without b j) p.
Proof.
  intros Hj (a & [Pa Sa] & Ba & Ea) (c & [Pc Sc] & Bc & Ec).
  exists (fun k => a k + a j * (c k + -1 * vertex j k)). split; [split|split].
  - intros k Hk. unfold vertex. destruct (Nat.eqb_spec k j) as [->|Ne].
    + rewrite (Bc j Hj) by (unfold without; now rewrite Nat.eqb_refl). lra.
    + specialize (Pa k Hk) as P1. specialize (Pa j Hj) as P2. specialize (Pc k Hk). nra.
  - rewrite sum_plus, sum_scale, sum_plus, sum_scale, sum_of_vertex, Sa, Sc by exact Hj. ring.
  - intros k Hk Bk. unfold vertex. destruct (Nat.eqb_spec k j) as [->|Ne].
    + rewrite (Bc j Hj Bk). ring.
    + rewrite (Bc k Hk Bk). rewrite (Ba k Hk); [ring|]. unfold without in Bk.
      destruct (Nat.eqb_spec k j); [lia|exact Bk].
  - intros i Hi. rewrite average_plus, average_scale, average_plus, average_scale, average_vertex by exact Hj.
    rewrite <- (Ea i Hi), <- (Ec i Hi). ring.
Qed.

Lemma needed_points d N y : exists b, (forall p, in_hull d N y p -> in_part d N y b p) /\
  forall j, (j < N)%nat -> b j = true -> ~ in_part d N y (without b j) (y j).
Proof.
  assert (A : forall n b, (count N b <= n)%nat -> (forall p, in_hull d N y p -> in_part d N y b p) ->
    exists b, (forall p, in_hull d N y p -> in_part d N y b p) /\
      forall j, (j < N)%nat -> b j = true -> ~ in_part d N y (without b j) (y j)).
  { induction n as [|n IH]; intros b Hb B.
    all: destruct (classic (exists j, (j < N)%nat /\ b j = true /\ in_part d N y (without b j) (y j)))
      as [(j & Hj & Bj & Pj)|No].
    - pose proof (count_without N b j Hj Bj). lia.
    - exists b. split; [exact B|]. intros j Hj Bj Pj. apply No. now exists j.
    - pose proof (count_without N b j Hj Bj). apply (IH (without b j)); [lia|]. intros p Hp.
      apply (not_needed d N y b j p Hj); [now apply B|exact Pj].
    - exists b. split; [exact B|]. intros j Hj Bj Pj. apply No. now exists j. }
  apply (A (count N (fun _ => true)) (fun _ => true)); [lia|]. intros p (a & Sa & Ea). exists a.
  split; [exact Sa|]. split; [intros; discriminate|exact Ea].
Qed.

(** A needed point alone is farthest in some direction. *)
Lemma needed_alone d N y b j : (forall p, in_hull d N y p -> in_part d N y b p) ->
  (forall j, (j < N)%nat -> b j = true -> ~ in_part d N y (without b j) (y j)) -> (j < N)%nat -> b j = true ->
  exists u, forall k, (k < N)%nat -> (forall i, (i < d)%nat -> y k i = y j i) \/ dot d (y k) u < dot d (y j) u.
Proof.
  intros B Need Hj Bj.
  assert (U : exists u, forall k, (k < N)%nat -> without b j k = true -> dot d (y k) u < dot d (y j) u).
  { destruct (classic (exists l, (l < N)%nat /\ without b j l = true)) as [(l & Hl & Bl)|No].
    - set (x := fun k => if without b j k then y k else y l).
      destruct (separation d N x (y j)) as (u & Hu); [lia| |].
      + intros (a & [Pa Sa] & Ea). apply (Need j Hj Bj). set (c := without b j) in *.
        set (rest := sum N (fun k => if c k then 0 else a k)).
        assert (Pr : 0 <= rest) by (apply sum_nonneg; intros k Hk; destruct (c k); [lra|now apply Pa]).
        exists (fun k => (if c k then a k else 0) + rest * vertex l k). split; [split|split].
        * intros k Hk. assert (0 <= rest * vertex l k) by (unfold vertex; destruct (Nat.eqb k l); nra).
          destruct (c k); [specialize (Pa k Hk)|]; lra.
        * rewrite sum_plus, sum_scale, sum_of_vertex by exact Hl. unfold rest. rewrite Rmult_1_r, <- sum_plus, <- Sa.
          apply sum_ext. intros k _. destruct (c k); ring.
        * intros k Hk Ck. rewrite Ck. unfold vertex. destruct (Nat.eqb_spec k l) as [->|]; [congruence|ring].
        * intros i Hi. rewrite (Ea i Hi), average_plus, average_scale, average_vertex by exact Hl. unfold rest, average.
          rewrite (Rmult_comm (sum N _) (y l i)), <- sum_scale, <- sum_plus. apply sum_ext. intros k _. unfold x.
          fold c.
          destruct (c k); ring.
      + exists u. intros k Hk Ck. specialize (Hu k Hk). unfold x in Hu. now rewrite Ck in Hu.
    - exists zero. intros k Hk Ck. exfalso. apply No. now exists k. }
  destruct U as (u & Hu). exists u. intros k Hk.
  destruct (B (y k)) as (a & [Pa Sa] & Ba & Ea).
  { exists (vertex k). split; [now apply simplex_vertex|]. intros i _. now rewrite average_vertex. }
  destruct (classic (exists l, (l < N)%nat /\ l <> j /\ 0 < a l)) as [(l & Hl & Nl & Pl)|No].
  - right. rewrite (dot_of_average d N a y (y k) u Ea).
    replace (dot d (y j) u) with (sum N (fun k => a k * dot d (y j) u))
      by (rewrite (sum_ext N _ (fun k => dot d (y j) u * a k)) by (intros; ring); rewrite sum_scale, Sa; ring).
    assert (Le : forall m, (m < N)%nat -> 0 <= a m * (dot d (y j) u - dot d (y m) u)).
    { intros m Hm. destruct (Nat.eq_dec m j) as [->|Nm]; [right; ring|]. destruct (b m) eqn:Bm.
      - specialize (Hu m Hm). unfold without in Hu. destruct (Nat.eqb_spec m j); [lia|]. specialize (Hu Bm).
        specialize (Pa m Hm). apply Rmult_le_pos; lra.
      - rewrite (Ba m Hm Bm). lra. }
    assert (Bl : b l = true) by (destruct (b l) eqn:E; [reflexivity|rewrite (Ba l Hl E) in Pl; lra]).
    assert (Ll : dot d (y l) u < dot d (y j) u).
    { apply Hu; [exact Hl|]. unfold without. destruct (Nat.eqb_spec l j); [lia|exact Bl]. }
    pose proof (sum_term_le N (fun m => a m * (dot d (y j) u - dot d (y m) u)) l Le Hl) as T. cbv beta in T.
    assert (0 < a l * (dot d (y j) u - dot d (y l) u)) by (apply Rmult_lt_0_compat; lra).
    rewrite (sum_ext N _ (fun m => a m * dot d (y j) u - a m * dot d (y m) u)), sum_minus in T by (intros; ring). lra.
  - left. intros i Hi. rewrite (Ea i Hi). assert (Z : forall l, (l < N)%nat -> l <> j -> a l = 0).
    { intros l Hl Nl. destruct (Pa l Hl) as [P|E]; [|now symmetry]. exfalso. apply No. now exists l. }
    assert (Ev : forall f : nat -> R, sum N (fun l => a l * f l) = a j * f j).
    { intros f. rewrite (sum_ext N _ (fun l => a j * (vertex j l * f l))).
      - rewrite sum_scale, sum_vertex by exact Hj. reflexivity.
      - intros l Hl. unfold vertex. destruct (Nat.eqb_spec l j) as [->|Nl]; [ring|]. rewrite (Z l Hl Nl). ring. }
    assert (A1 : a j = 1).
    { rewrite <- Sa, (sum_ext N a (fun l => a l * 1)), (Ev (fun _ => 1)) by (intros; ring). ring. }
    unfold average. rewrite (Ev (fun l => y l i)), A1. ring.
Qed.

(** A vertex is one of the needed points. *)
Lemma vertex_needed d N y b p : (forall p, in_hull d N y p -> in_part d N y b p) -> is_vertex d N y p ->
  exists k, (k < N)%nat /\ b k = true /\ forall i, (i < d)%nat -> p i = y k i.
Proof.
  intros B [Hp Ext]. destruct (B p Hp) as (a & [Pa Sa] & Ba & Ea).
  destruct (classic (exists k, (k < N)%nat /\ 0 < a k)) as [(k & Hk & Pk)|No].
  - exists k. split; [exact Hk|]. split; [destruct (b k) eqn:E; [reflexivity|rewrite (Ba k Hk E) in Pk; lra]|].
    assert (In : in_hull d N y (y k)).
    { exists (vertex k). split; [now apply simplex_vertex|]. intros i _. now rewrite average_vertex. }
    destruct (simplex_le_1 N a k (conj Pa Sa) Hk) as [L1|E1].
    + set (s := 1 - a k). assert (Ps : 0 < s < 1) by (unfold s; lra).
      apply (Ext (y k) (average N (fun l => / s * (a l + - a k * vertex k l)) y) s In); [|exact Ps|].
      * eexists. split; [|intros; reflexivity]. split.
        -- intros l Hl. apply Rmult_le_pos; [left; apply Rinv_0_lt_compat; lra|]. unfold vertex.
           destruct (Nat.eqb_spec l k) as [->|]; [lra|]. specialize (Pa l Hl). lra.
        -- rewrite sum_scale, sum_plus, sum_scale, sum_of_vertex, Sa by exact Hk. unfold s. field. unfold s in Ps. lra.
      * intros i Hi. unfold mix. rewrite average_scale, average_plus, average_scale, average_vertex,
          <- (Ea i Hi) by exact Hk.
        unfold s. field. unfold s in Ps. lra.
    + assert (Z : forall l, (l < N)%nat -> l <> k -> a l = 0).
      { intros l Hl Nl. pose proof (sum_split N a k Hk) as S. rewrite Sa, E1 in S.
        assert (Q : sum N (fun i => if Nat.eqb i k then 0 else a i) = 0) by lra.
        pose proof (sum_term_le N (fun i => if Nat.eqb i k then 0 else a i) l) as T. cbv beta in T.
        destruct (Nat.eqb_spec l k); [lia|]. rewrite Q in T. specialize (Pa l Hl) as P.
        enough (a l <= 0) by lra. apply T; [|exact Hl]. intros i Hi. destruct (Nat.eqb i k); [lra|now apply Pa]. }
      intros i Hi. rewrite (Ea i Hi), <- (average_vertex N k y i Hk). apply sum_ext. intros l Hl. unfold vertex.
      destruct (Nat.eqb_spec l k) as [->|Nl]; [now rewrite E1|]. now rewrite (Z l Hl Nl).
  - exfalso. assert (Z : sum N a = 0).
    { rewrite (sum_ext N a (fun _ => 0)); [apply sum_zero|]. intros k Hk. destruct (Pa k Hk) as [P|E]; [|now symmetry].
      exfalso. apply No. now exists k. }
    lra.
Qed.
